import type { Step } from '../fault.ts';
import type { YamlText } from './yamlText.ts';

/** A Kubernetes object, and where in its document it stands: inside of a List, further down. */
export interface KubernetesObject {
  kind: string;
  value: Record<string, unknown>;
  path: Step[];
  file: string;
  text: YamlText;
}

/** The objects of a document; what is inside of a List (or a List of Lists) counts, not the List. */
export function objectsIn(text: YamlText, file: string): KubernetesObject[] {
  return unfolded(text.value, [], '', []).map((one) => ({ ...one, file, text }));
}

type Unfolded = Omit<KubernetesObject, 'file' | 'text'>;

/** `above`: the Lists that it is in, as an alias could make one its own item. */
function unfolded(value: unknown, path: Step[], usual: string, above: readonly unknown[]): Unfolded[] {
  const map = mapOf(value);
  if (!map || above.includes(map)) return [];
  const kind = typeof map.kind === 'string' ? map.kind : usual;
  const items = lists.get(kind);
  if (items === undefined || !Array.isArray(map.items)) return [{ kind, value: map, path }];
  return map.items.flatMap((item, index) => unfolded(item, [...path, 'items', index], items, [...above, map]));
}

/** The kinds that are lists of others, and what their items are that do not say their kind: an API server leaves it out. */
const lists = new Map([
  ['List', ''],
  ['ConfigMapList', 'ConfigMap'],
]);

export function mapOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}
