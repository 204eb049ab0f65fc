/** Whether a content fits its entry's JSON Schema. The build makes a file of its own of this module, as it brings ajv along. */
import { runInNewContext } from 'node:vm';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { contentSchemaDialect, contentSchemaOptions } from './contract.ts';
import { misfitText } from './misfitText.ts';

/**
 * In milliseconds, less than two of the broker's heartbeats: nothing else runs meanwhile. Patterns that go back and forth, and
 * uniqueItems of many objects, take for ever on the content that is made for it; V8 ends them then, wherever they are.
 */
const longest = 5000;

/** Says of a content why it does not fit the schema, if it does not. Throws an Error where the schema is none. */
export function contentCheck(schema: object | boolean, timeout = longest): (content: unknown) => string | undefined {
  const fits = compiled(schema);
  return (content) => {
    try {
      if (runInNewContext('fits(content)', { fits, content }, { timeout })) return undefined;
    } catch (error) {
      return interruption(error, timeout);
    }
    return misfitText(fits.errors ?? [], content, schema);
  };
}

function interruption(error: unknown, timeout: number): string {
  if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
    return `whether the content fits the entry's contentSchema was not found out in ${timeout / 1000} s`;
  if (error instanceof RangeError) return "the content is nested too deeply for the entry's contentSchema";
  throw error;
}

function compiled(schema: object | boolean): ValidateFunction {
  const dialect = contentSchemaDialect(schema);
  if (dialect === undefined) throw new Error('its $schema is none that is read');
  const Validator = dialect === 'draft07' ? Ajv : Ajv2020;
  return new Validator(contentSchemaOptions).compile(schema);
}
