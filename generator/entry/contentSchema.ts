import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Finding } from '../fault.ts';

/** Whether the launcher will be able to use the schema: its own dialect, draft 2020-12, or draft-07 where `$schema` says so. */
export function contentSchemaBreaches(schema: object | boolean): Finding[] {
  const dialect = typeof schema === 'object' ? (schema as { $schema?: unknown }).$schema : undefined;
  const known = dialect === undefined || dialects.some(({ uri }) => uri === plain(dialect));
  if (!known) return [breach(['$schema'], `${JSON.stringify(dialect)} is a dialect that the launcher does not read`)];
  const { Validator } = dialects.find(({ uri }) => uri === plain(dialect)) ?? { Validator: Ajv2020 };
  try {
    new Validator({
      strict: true,
      strictRequired: false,
      allowUnionTypes: true,
      strictTypes: false,
      validateFormats: false,
      logger: false,
    }).compile(schema);
    return [];
  } catch (error) {
    return [breach([], `is no JSON Schema that the launcher can use: ${(error as Error).message}`)];
  }
}

const dialects = [
  { uri: 'https://json-schema.org/draft/2020-12/schema', Validator: Ajv2020 },
  { uri: 'http://json-schema.org/draft-07/schema', Validator: Ajv },
];

function plain(dialect: unknown): string {
  return String(dialect).replace(/#$/, '');
}

function breach(path: string[], problem: string): Finding {
  return {
    path: ['contentSchema', ...path],
    problem,
    allowed: 'a JSON Schema of draft 2020-12, or of draft-07 where $schema says so, without remote references',
  };
}
