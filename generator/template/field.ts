import { podTypes } from './podTypes.ts';

/** One field of an API type, read from its line in podTypes.ts. */
export interface Field {
  name: string;
  shape: 'one' | 'list' | 'map';
  /** Of the value, of the list's items or of the map's values: a name of podTypes.ts or of a scalar. */
  type: string;
  /** Of a map's keys. */
  keyType: string;
  pointer: boolean;
  required: boolean;
  /** By which field a strategic merge patch matches the list's items. */
  mergeKey: string | undefined;
}

const syntax = /^(\w+) (?:(\*)|(\[\])|map (\w+) )?(\w+)(!)?(?: by (\w+))?$/;
const known = new Map<string, ReadonlyMap<string, Field>>();

/** The fields of an API type in their declared order; undefined for a scalar. */
export function fieldsOf(type: string): ReadonlyMap<string, Field> | undefined {
  const text = podTypes[type];
  if (text === undefined) return undefined;
  const fields = known.get(type) ?? new Map(text.split(',').map((one) => readField(one.trim())));
  known.set(type, fields);
  return fields;
}

function readField(text: string): [string, Field] {
  const parts = syntax.exec(text);
  if (!parts) throw new Error(`no field: ${text}`);
  const [, name = '', pointer, list, keyType, type = '', required, mergeKey] = parts;
  const shape = list ? 'list' : keyType === undefined ? 'one' : 'map';
  return [name, { name, shape, type, keyType: keyType ?? '', pointer: pointer !== undefined, required: required !== undefined, mergeKey }];
}
