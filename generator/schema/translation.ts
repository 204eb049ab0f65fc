import { imagePattern } from '../entry/image.ts';
import { quantityPattern } from '../entry/quantities.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * A schema of the entry's kind in JSON Schema's own words, as far as it has any: what it accepts is no less than what the entry's
 * own rules (keywords.ts) do. Editors also show `patternErrorMessage`, where other readers pass it over.
 */
export function translated(schema: JsonSchema): JsonSchema {
  const words = Object.entries(schema).map(([keyword, value]) => translations[keyword]?.(value as never) ?? { [keyword]: value });
  const described: JsonSchema = { ...descriptionOf(schema), ...Object.assign({}, ...words) };
  const isTold = described.pattern !== undefined && schema.allowed !== undefined;
  return isTold ? { ...described, patternErrorMessage: mustBe(schema.allowed) } : described;
}

const translations: Record<string, (value: never) => JsonSchema> = {
  // Both are in the description.
  description: () => ({}),
  allowed: () => ({}),
  image: () => ({ pattern: imagePattern }),
  quantity: () => ({ pattern: quantityPattern, minimum: 0 }),
  // No text has fewer bytes than characters.
  maxBytes: (most: number) => ({ maxLength: most }),
  bytes: () => ({}),
  refused: ({ names }: { names: readonly string[] }) => ({ not: { pattern: anyOfNames(names) } }),
  notBoth: (names: readonly string[]) => ({ not: { required: names } }),
  // Two variables that are wholly alike have the same name.
  uniqueNames: () => ({ uniqueItems: true }),
  fitting: () => ({}),
  fittingDivisor: () => ({}),
  required: (names: readonly string[]) => (names.length > 0 ? { required: names } : {}),
  properties: (properties: Record<string, JsonSchema>) => ({
    properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, translated(schema)])),
  }),
  propertyNames: (schema: JsonSchema) => ({ propertyNames: translated(schema) }),
  additionalProperties: (schema: JsonSchema | boolean) => ({
    additionalProperties: typeof schema === 'boolean' ? schema : translated(schema),
  }),
  items: (schema: JsonSchema) => ({ items: translated(schema) }),
  // Editors show the description of the one that fits in place of the whole's.
  anyOf: (schemas: readonly JsonSchema[]) => ({ anyOf: schemas.map((one) => undescribed(translated(one))) }),
};

function undescribed({ description: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

function descriptionOf({ description, allowed }: JsonSchema): JsonSchema {
  const sentences = [description, ...(allowed === undefined ? [] : [mustBe(allowed)])].filter((one) => one !== undefined);
  return sentences.length > 0 ? { description: sentences.join(' ') } : {};
}

function mustBe(allowed: unknown): string {
  return `It must be ${String(allowed).replace(/\.+$/, '')}.`;
}

/** Of names, and beginnings of names that end in `*`. */
function anyOfNames(names: readonly string[]): string {
  const escaped = names.map((name) => name.replace(/\*$/, '').replaceAll(/[.\\^$*+?()[\]{}|]/g, '\\$&') + (name.endsWith('*') ? '.*' : ''));
  return `^(?:${escaped.join('|')})$`;
}
