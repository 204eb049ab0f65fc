import { isScalar, type Node, Scalar } from 'yaml';
import { type Locate, lines } from './lines.ts';

/** What stands for one character of a scalar's value, where it is not the character itself. */
const written: Partial<Record<Scalar.Type, RegExp>> = {
  [Scalar.PLAIN]: /./gs,
  [Scalar.QUOTE_SINGLE]: /''|./gs,
  [Scalar.QUOTE_DOUBLE]: /\\(?:x..|u.{4}|U.{8}|.)|./gs,
};

/**
 * Maps offsets in a scalar's value to places in the file. Exact in a literal block, whose lines are the file's own without their
 * indentation, and in what is written on one line; in folded text the value's start must do.
 */
export function locateIn(node: Node | undefined, text: string, locate: Locate): Locate {
  const [start, end] = node?.range ?? [0, 0];
  if (isScalar(node) && node.type === Scalar.BLOCK_LITERAL) return inBlock(String(node.value), text.slice(start, end), start, locate);
  const pattern = isScalar(node) && node.type ? written[node.type as Scalar.Type] : undefined;
  const source = text.slice(start, end);
  if (!pattern || source.includes('\n')) return () => locate(start);
  const quote = pattern === written.PLAIN ? 0 : 1;
  const offsets = characterOffsets(source.slice(quote, source.length - quote), pattern);
  return (offset) => locate(start + quote + (offsets[offset] ?? 0));
}

function inBlock(value: string, source: string, start: number, locate: Locate): Locate {
  const place = lines(value);
  const valueLines = value.split('\n');
  // The header comes first, then line by line what the value is.
  const sourceLines = source.split('\n');
  const starts = lineStarts(sourceLines);
  return (offset) => {
    const { line = 1, column = 1 } = place(offset) ?? {};
    const sourceLine = sourceLines[line]?.replace(/\r$/, '') ?? '';
    const indentation = Math.max(0, sourceLine.length - (valueLines[line - 1] ?? '').length);
    return locate(start + (starts[line] ?? 0) + indentation + column - 1);
  };
}

function lineStarts(all: readonly string[]): number[] {
  let next = 0;
  return all.map((line) => {
    const start = next;
    next += line.length + 1;
    return start;
  });
}

/** The last is where the value ends. */
function characterOffsets(source: string, pattern: RegExp): number[] {
  const offsets: number[] = [];
  for (const { 0: character, index } of source.matchAll(pattern)) {
    offsets.push(index);
    // One character beyond U+FFFF is two units of the value.
    if (character.startsWith('\\U') && Number.parseInt(character.slice(2), 16) > 0xffff) offsets.push(index);
  }
  return [...offsets, source.length];
}
