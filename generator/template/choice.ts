import type { Finding } from '../fault.ts';
import { when } from './finding.ts';
import type { Fields } from './json.ts';

/** Of these keys one, and not two. */
export function exactlyOne(value: Fields, names: readonly string[]): Finding[] {
  const given = names.filter((name) => !isEmpty(value[name]));
  const allowed = `one of ${names.length > 8 ? `${names.slice(0, 8).join(', ')}, ...` : names.join(', ')}`;
  return [
    ...when(given.length === 0, [], `has none of its kinds`, allowed),
    ...when(given.length > 1, [], `has ${given.join(' and ')}`, 'one of them'),
  ];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

export function notBoth(value: Fields, one: string, other: string): Finding[] {
  return when(Boolean(value[one]) && Boolean(value[other]), [], `has ${one} and ${other}`, 'one of them');
}

/** Texts that stand in a list of maps twice, under one key. */
export function twice(list: readonly Fields[], key: string): Finding[] {
  const values = list.map((item) => item[key]);
  return values.flatMap((value, index) =>
    when(
      value !== undefined && value !== '' && values.indexOf(value) < index,
      [index, key],
      `${JSON.stringify(value)} is in [${values.indexOf(value)}] already`,
      `each ${key} once`,
    ),
  );
}
