/** Pieces of a page in Markdown. */
import type { Summary } from './summary.ts';
import type { Target } from './target.ts';

export function table(head: readonly string[], rows: readonly string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function targetTable(targets: readonly Target[]): string {
  return table(
    ['asked', 'measured', ''],
    targets.map(({ asked, measured, met }) => [asked, measured, met ? 'met' : 'MISSED']),
  );
}

export function spread({ median, least, most }: Summary, times: number, digits: number): string {
  const [middle, low, high] = [median, least, most].map((number) => (number * times).toFixed(digits));
  return `${middle} (${low} to ${high})`;
}
