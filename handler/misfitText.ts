/** ajv's faults in words of the schema's alone. */
import type { ErrorObject } from 'ajv';
import { isObject } from './json.ts';

/** Without allErrors ajv stops at the first fault; anyOf and its like have one for each branch. */
const most = 3;

/** Of one fault, in UTF-16 units. A pattern can be long. */
const longest = 80;

/** ajv's messages name what the schema says, and never what the content has; a place is made of names that are in the schema, too. */
export function misfitText(errors: readonly ErrorObject[], content: unknown, schema: object | boolean): string {
  const names = new Set(namesIn(schema));
  const texts = errors.slice(0, most).map(({ instancePath, message, keyword }) => {
    const text = `${place(instancePath, content, names)} ${message ?? keyword}`.trimStart();
    return text.length > longest ? `${text.slice(0, longest)}...` : text;
  });
  const more = errors.length > most ? `; and ${errors.length - most} more` : '';
  return `the content does not fit the entry's contentSchema: ${texts.join('; ')}${more}`.toWellFormed();
}

/** An instance path (RFC 6901) whose names that are the content's own are stars. */
function place(path: string, content: unknown, names: ReadonlySet<string>): string {
  let at = content;
  const parts = path
    .split('/')
    .slice(1)
    .map((part) => {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const isKnown = Array.isArray(at) || names.has(name);
      at = (at as Record<string, unknown> | undefined)?.[name];
      return isKnown ? part : '*';
    });
  return parts.map((part) => `/${part}`).join('');
}

/** Every name under a `properties`, anywhere in the schema. */
function* namesIn(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties' && isObject(value)) yield* Object.keys(value);
    yield* namesIn(value);
  }
}
