import { stringify } from 'yaml';
import { entriesPerConfigMap, type QueueEntry } from './entries.ts';

/** One file of ConfigMaps, as event-jobs reads it. */
export function configMaps(entries: readonly QueueEntry[]): string {
  const starts = Array.from({ length: Math.ceil(entries.length / entriesPerConfigMap) }, (_, index) => index * entriesPerConfigMap);
  return starts.map((start) => configMap(entries.slice(start, start + entriesPerConfigMap))).join('---\n');
}

function configMap(entries: readonly QueueEntry[]): string {
  const metadata = { name: 'event-jobs', namespace: entries[0]?.namespace };
  const data = Object.fromEntries(entries.map(({ queue, ...entry }) => [queue, stringify(entry)]));
  return stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }, { lineWidth: 0 });
}
