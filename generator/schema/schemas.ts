import { entrySchema } from '../entry/entry.ts';
import { configKeyPattern, configMapNameLimit, dnsLabelPattern, dnsSubdomainPattern, nameLimit } from '../entry/names.ts';
import { functionConfigSchema } from './functionConfig.ts';
import { documentation, type Key, keys } from './keys.ts';
import { type JsonSchema, translated } from './translation.ts';

interface Document {
  does: string;
  schema(): JsonSchema;
}

/** What can be asked for, by name. Each stands alone, in the dialect that all editors read. */
export const schemas = {
  entry: {
    does: "a queue entry: the value of one of the ConfigMap's keys",
    schema: () => document('Queue entry of event-jobs', entry()),
  },
  data: {
    does: "the ConfigMap's data, each value read as the YAML that it is",
    schema: () => document('Data of an event-jobs ConfigMap', entries(), { entry: entry() }),
  },
  configmap: {
    does: 'the ConfigMap as a manifest, where each value is a text',
    schema: () => document('ConfigMap of event-jobs', configMap(), { entry: entry() }),
  },
  function: {
    does: 'the configuration of the KRM function, event-jobs fn',
    schema: () => document('Configuration of event-jobs fn', functionConfigSchema(metadata(), entries()), { entry: entry() }),
  },
} as const satisfies Record<string, Document>;

function document(title: string, schema: JsonSchema, definitions?: JsonSchema): JsonSchema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title, ...schema, ...(definitions && { definitions }) };
}

function entry(): JsonSchema {
  const properties = Object.fromEntries(keys.map((key) => [key, property(key)]));
  return { ...translated({ ...entrySchema, properties: {} }), description: 'A queue and the job that works on its messages.', properties };
}

function property(key: Key): JsonSchema {
  const { description, usually, ...annotations } = documentation(key);
  const schema = translated({ ...entrySchema.properties[key], description });
  return { ...schema, description: `${schema.description}${usually === undefined ? '' : ` Default: ${usually}.`}`, ...annotations };
}

const ofEntry = { $ref: '#/definitions/entry' };

const queues = {
  description: 'The name of a queue, unless the entry has the key queue.',
  pattern: configKeyPattern,
  maxLength: nameLimit,
  patternErrorMessage: 'It must be letters, digits, -, _ and .',
};

function entries(): JsonSchema {
  return { description: 'One key per queue.', type: 'object', propertyNames: queues, additionalProperties: ofEntry };
}

function configMap(): JsonSchema {
  const data = {
    description: 'One key per queue. Its value is the entry as a text: put | after the colon.',
    type: ['object', 'null'],
    propertyNames: queues,
    additionalProperties: {
      description: 'A queue entry, as YAML or JSON.',
      type: 'string',
      contentMediaType: 'application/yaml',
      contentSchema: ofEntry,
    },
  };
  return {
    type: 'object',
    required: ['apiVersion', 'kind', 'metadata'],
    additionalProperties: false,
    properties: { apiVersion: { const: 'v1' }, kind: { const: 'ConfigMap' }, metadata: metadata(), data, immutable: { type: 'boolean' } },
  };
}

function metadata(): JsonSchema {
  const texts = { type: ['object', 'null'], additionalProperties: { type: 'string' } };
  return {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', pattern: dnsSubdomainPattern, maxLength: configMapNameLimit },
      namespace: { type: 'string', pattern: dnsLabelPattern, maxLength: 63 },
      labels: texts,
      annotations: texts,
    },
  };
}
