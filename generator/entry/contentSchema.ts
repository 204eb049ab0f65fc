import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { contentSchemaDialect, contentSchemaOptions } from '../../handler/contract.ts';
import type { Finding } from '../fault.ts';

/** Whether the launcher will be able to use the schema: its own dialect, draft 2020-12, or draft-07 where `$schema` says so. */
export function contentSchemaBreaches(schema: object | boolean): Finding[] {
  const dialect = contentSchemaDialect(schema);
  if (dialect === undefined) {
    const { $schema } = schema as { $schema?: unknown };
    return [breach(['$schema'], `${JSON.stringify($schema)} is a dialect that the launcher does not read`)];
  }
  const Validator = dialect === 'draft07' ? Ajv : Ajv2020;
  try {
    new Validator(contentSchemaOptions).compile(schema);
    return [];
  } catch (error) {
    return [breach([], `is no JSON Schema that the launcher can use: ${(error as Error).message}`)];
  }
}

function breach(path: string[], problem: string): Finding {
  return {
    path: ['contentSchema', ...path],
    problem,
    allowed: 'a JSON Schema of draft 2020-12, or of draft-07 where $schema says so, without remote references',
  };
}
