import { functionKind } from '../fn/functionConfig.ts';
import { type FunctionSetting, functionSettings } from '../fn/settings.ts';
import type { JsonSchema } from './translation.ts';

/** What `event-jobs fn` takes as its functionConfig. */
export function functionConfigSchema(metadata: JsonSchema, entries: JsonSchema): JsonSchema {
  const { apiVersion, kind } = functionKind;
  return {
    type: 'object',
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: { apiVersion: { const: apiVersion }, kind: { const: kind }, metadata, spec: spec(entries) },
  };
}

function spec(entries: JsonSchema): JsonSchema {
  return {
    type: 'object',
    required: ['launcherImage'],
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(functionSettings.map((setting) => [setting.name, settingSchema(setting)])),
      entries: {
        ...entries,
        description: 'Queue entries, as of a ConfigMap that has the name and namespace of this object; one key per queue.',
      },
      files: {
        description:
          'Files of ConfigMaps to read as well, below the working directory. A function in a container sees none unless they are mounted.',
        type: 'array',
        items: { type: 'string', minLength: 1 },
        examples: [['configmap.yaml']],
      },
      prune: {
        description:
          'Whether ScaledJobs of entries that are gone are left out, with all their Jobs, instead of kept as paused and draining.',
        type: 'boolean',
        default: false,
      },
    },
  };
}

function settingSchema({ isSwitch, means, default: usual, choices }: FunctionSetting): JsonSchema {
  const description = `${means.slice(0, 1).toUpperCase()}${means.slice(1)}.`;
  if (isSwitch) return { description, type: 'boolean', default: usual === 'true' };
  const value = choices === undefined ? { type: ['string', 'number'] } : { enum: choices };
  return { description, ...value, ...(usual !== undefined && usual !== '' && { default: usual }) };
}
