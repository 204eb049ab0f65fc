import type { Fields } from './json.ts';

/**
 * A list whose items are matched by a merge key. An item with `$patch: delete` removes its match, one with `$patch: replace` drops all
 * that was there. Items of the patch come in its order, before those that only the original has wherever the original does not tell.
 */
export function mergeItems(
  original: readonly Fields[],
  patch: readonly Fields[],
  key: string,
  mergeItem: (one: Fields, other: Fields) => Fields,
): Fields[] {
  const items = patch.filter((item) => !('$patch' in item));
  const directives = patch.filter((item) => '$patch' in item);
  if (directives.some(({ $patch }) => $patch !== 'delete' && $patch !== 'replace'))
    throw new Error('$patch of an item is delete or replace');
  if (directives.some(({ $patch }) => $patch === 'replace')) return sorted(items, items, key);
  if ([...items, ...directives].some((item) => item[key] === undefined)) throw new Error(`an item lacks its merge key ${key}`);
  const kept = original.filter((item) => !directives.some((directive) => directive[key] === item[key]));
  const merged = [...kept];
  for (const item of items) {
    const at = merged.findIndex((one) => one[key] === item[key]);
    const found = merged[at];
    if (found === undefined) merged.push(item);
    else merged[at] = mergeItem(found, item);
  }
  return ordered(merged, items, kept, key);
}

/**
 * The original as kubectl has it when it comes to `$setElementOrder`: it merges in place, so that what a patch adds stands where the
 * last items were of a list from which it deletes.
 */
export function overwritten(original: readonly unknown[], patch: readonly unknown[], key: string): unknown[] {
  const same = (one: unknown) => (other: unknown) => (one as Fields)[key] === (other as Fields)[key];
  const deletions = patch.filter((item) => (item as Fields).$patch === 'delete');
  const kept = original.filter((item) => !deletions.some(same(item)));
  const added = patch.filter((item) => !('$patch' in (item as Fields)) && !kept.some(same(item)));
  return [...kept, ...added.slice(0, original.length - kept.length)];
}

/** Items named by `order` in that order; the others in the original's, each before the first item that came after it there. */
export function ordered<Item>(items: readonly Item[], order: readonly unknown[], original: readonly unknown[], key?: string): Item[] {
  const named = sorted(
    items.filter((item) => position(order, item, key) >= 0),
    order,
    key,
  );
  const others = sorted(
    items.filter((item) => position(order, item, key) < 0),
    original,
    key,
  );
  const result: Item[] = [];
  while (named.length > 0 && others.length > 0) {
    const [other, next] = [position(original, others[0], key), position(original, named[0], key)];
    const first = other >= 0 && next >= 0 && other < next ? others : named;
    result.push(...first.splice(0, 1));
  }
  return [...result, ...named, ...others];
}

function sorted<Item>(items: readonly Item[], order: readonly unknown[], key?: string): Item[] {
  return items.toSorted((one, other) => position(order, one, key) - position(order, other, key));
}

function position(list: readonly unknown[], item: unknown, key?: string): number {
  const identity = (one: unknown) => (key === undefined ? one : (one as Fields)[key]);
  return list.findIndex((one) => identity(one) === identity(item));
}
