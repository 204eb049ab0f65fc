import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Step } from '../fault.ts';
import type { Part } from './yamlText.ts';

/** The path of the last of a chain of nodes, each inside the one before. */
export function stepsTo(nodes: readonly unknown[]): Step[] {
  return nodes.flatMap((node, index): Step[] => {
    if (isSeq(node)) return [node.items.indexOf(nodes[index + 1])];
    return isPair(node) ? [keyOf(node)] : [];
  });
}

export function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}

/** Of the value at the path, or of its key; where there is none, of what it would stand in. */
export function offsetOf(document: Document, path: readonly Step[], part: Part): number {
  const found: number[] = [];
  let node: Node | null | undefined = document.contents as Node | null;
  if (node?.range) found.push(node.range[0]);
  for (const [index, step] of path.entries()) {
    const last = index === path.length - 1;
    const child = childOf(document, node, step, last ? part : 'value');
    if (child?.range) found.push(child.range[0]);
    node = child;
  }
  return found.at(-1) ?? 0;
}

export function nodeAt(document: Document, path: readonly Step[]): Node | undefined {
  let node: Node | undefined = (document.contents as Node | null) ?? undefined;
  for (const step of path) node = childOf(document, node, step, 'value');
  return node;
}

function childOf(document: Document, parent: Node | null | undefined, step: Step, part: Part): Node | undefined {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isSeq(node)) return node.items[step as number] as Node | undefined;
  if (!isMap(node)) return undefined;
  const pair = pairs(node).get(String(step));
  return (part === 'key' ? pair?.key : (pair?.value ?? pair?.key)) as Node | undefined;
}

const known = new WeakMap<YAMLMap, Map<string, Pair>>();

/** By key, for maps of thousands. */
function pairs(map: YAMLMap): Map<string, Pair> {
  const found = known.get(map) ?? new Map(map.items.map((pair) => [keyOf(pair), pair]));
  known.set(map, found);
  return found;
}
