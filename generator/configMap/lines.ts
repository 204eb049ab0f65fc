import type { Place } from '../fault.ts';

/** Offsets in a text to places of the file that it stands in; to none where nobody sees that file. */
export type Locate = (offset: number) => Place | undefined;

/** Columns count UTF-16 units, as editors do. The line ends are looked for when the first place is asked for. */
export function lines(text: string): Locate {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = lineOf(starts, offset);
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** How many lines begin at the offset or before it. */
function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
