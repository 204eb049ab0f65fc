import type { Finding } from '../fault.ts';
import { below } from './finding.ts';
import { type Fields, isMap } from './json.ts';

/** Why a key is closed whose value an entry has a key for. */
export const entryHas = (key: string) => `the entry has a key for it: ${key}`;

/** Said of a key that is not the template's. */
export function forbidden(path: Finding['path'], allowed: string): Finding[] {
  return [{ path, part: 'key', problem: 'is not for a template to set', allowed }];
}

/** A key that is there to be deleted. */
export function gone(map: Fields, key: string, allowed: string): Finding[] {
  return map[key] === null ? forbidden([], allowed) : [];
}

/** Directives that drop what the patch does not name. */
export function whole(map: Fields, allowed: string): Finding[] {
  return ['$patch', '$retainKeys'].filter((name) => name in map).flatMap((name) => forbidden([name], allowed));
}

/** A list that bears something of ours: neither gone nor replaced; and what holds of each of its items. */
export function inItems(map: Fields, key: string, ofItem: (item: Fields) => Finding[], why: string): Finding[] {
  const list = map[key];
  if (!Array.isArray(list)) return below(key, gone(map, key, why));
  const found = list.flatMap((item, index) => {
    if (!isMap(item)) return [];
    const replaces = item.$patch === 'replace' ? forbidden(['$patch'], why) : [];
    return below(index, replaces.length > 0 ? replaces : ofItem(item));
  });
  return below(key, found);
}

/** The key that a directive is about, or the key itself. */
export function targetOf(key: string): string {
  return key.replace(/^\$\w+\//, '');
}
