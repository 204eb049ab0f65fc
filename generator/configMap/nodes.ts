import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import type { Step } from '../fault.ts';

/** The path of the last of a chain of nodes, each inside the one before. */
export function stepsTo(nodes: readonly unknown[]): Step[] {
  return nodes.flatMap((node, index): Step[] => {
    if (isSeq(node)) return [node.items.indexOf(nodes[index + 1])];
    return isPair(node) && isScalar(node.key) ? [String(node.key.value)] : [];
  });
}

/** Of the value at the path, or of its key; where there is none, of what it would stand in. */
export function offsetOf(document: Document, path: readonly Step[], part: 'key' | 'value'): number {
  for (let length = path.length; length > 0; length--) {
    const parent = nodeAt(document, path.slice(0, length - 1));
    const found = childOf(document, parent, path[length - 1] as Step, part);
    if (found?.range) return found.range[0];
  }
  return (document.contents as Node | null)?.range?.[0] ?? 0;
}

export function nodeAt(document: Document, path: readonly Step[]): Node | undefined {
  let node: Node | undefined = (document.contents as Node | null) ?? undefined;
  for (const step of path) node = childOf(document, node, step, 'value');
  return node;
}

function childOf(document: Document, parent: Node | undefined, step: Step, part: 'key' | 'value'): Node | undefined {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isSeq(node)) return node.items[step as number] as Node | undefined;
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step));
  return (part === 'key' ? pair?.key : (pair?.value ?? pair?.key)) as Node | undefined;
}
