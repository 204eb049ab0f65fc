import { stringify } from 'yaml';
import { entriesPerConfigMap, type QueueEntry } from './entries.ts';

/** One file of ConfigMaps, as event-jobs reads it. */
export function configMaps(entries: readonly QueueEntry[]): string {
  const count = Math.ceil(entries.length / entriesPerConfigMap);
  const parts = Array.from({ length: count }, (_, index) => entries.slice(index * entriesPerConfigMap, (index + 1) * entriesPerConfigMap));
  return parts.map(configMap).join('---\n');
}

function configMap(entries: readonly QueueEntry[]): string {
  const namespace = entries[0]?.namespace;
  const data = Object.fromEntries(entries.map(({ queue, ...entry }) => [queue, stringify(entry)]));
  return stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'event-jobs', namespace }, data }, { lineWidth: 0 });
}
