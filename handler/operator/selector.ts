import { labels } from '../contract.ts';

/** Entries by their names, where there are any, or else by labels as kubectl's; undefined: all. */
export function selectorOf(names: readonly string[], selector: string | undefined): string | undefined {
  return names.length === 0 ? selector : `${labels.entry} in (${names.join(',')})`;
}
