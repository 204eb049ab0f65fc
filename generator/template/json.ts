/** A map as YAML and JSON have it. */
export type Fields = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The maps of a list; nothing where there is no list. */
export function maps(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return { object: 'a map', string: 'text', boolean: 'true or false', number: 'a number' }[typeof value as string] ?? typeof value;
}

export function shown(value: unknown): string {
  if (typeof value === 'object') return kindOf(value);
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
