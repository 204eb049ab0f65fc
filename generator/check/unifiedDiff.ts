import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from 'diff';

/** Beyond so many lines of difference the search takes seconds: then all lines go, and all others come. */
const mostEdits = 1_000;

/** As `patch -p0` and `git apply -p0` take it; `line` is the first one that differs, in the text before. */
export function unifiedDiff(file: string, before: string | undefined, after: string | undefined): { text: string; line: number } {
  const [from, to] = [before === undefined ? '/dev/null' : file, after === undefined ? '/dev/null' : file];
  const options = { context: 3, maxEditLength: mostEdits };
  const patch = structuredPatch(from, to, before ?? '', after ?? '', undefined, undefined, options) ?? replacement(from, to, before, after);
  return { text: formatPatch(patch, FILE_HEADERS_ONLY), line: firstLine(patch) };
}

function firstLine({ hunks: [hunk] }: StructuredPatch): number {
  if (hunk === undefined) return 1;
  return Math.max(1, hunk.oldStart + hunk.lines.findIndex((line) => !line.startsWith(' ')));
}

function replacement(oldFileName: string, newFileName: string, before = '', after = ''): StructuredPatch {
  const [old, now] = [linesOf(before), linesOf(after)];
  const lines = [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)];
  const hunk = { oldStart: 1, oldLines: old.length, newStart: 1, newLines: now.length, lines };
  return { oldFileName, newFileName, oldHeader: undefined, newHeader: undefined, hunks: [hunk] };
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : [...lines.slice(0, -1), `${lines.at(-1)}\n\\ No newline at end of file`];
}
