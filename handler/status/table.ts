import type { Row } from './row.ts';

type Column = readonly [header: string, cell: (row: Row) => string];

const known = (value: number | string | null) => (value === null ? '-' : String(value));

const columns: readonly Column[] = [
  ['NAME', ({ name }) => name],
  ['QUEUE', ({ queue }) => known(queue)],
  ['READY', ({ ready }) => known(ready)],
  ['UNACKED', ({ unacknowledged }) => known(unacknowledged)],
  ['DEAD', ({ deadLetters }) => known(deadLetters)],
  ['RUNNING', ({ running, cap }) => (cap === null ? String(running) : `${running}/${cap}`)],
  ['FAILED', ({ failed }) => String(failed.jobs)],
  ['KEPT', ({ failed }) => known(failed.messagesKept)],
  [
    'LAST FAILURE',
    ({ failed: { last } }) => (last === null ? '-' : [last.reason, last.exitCode].filter((part) => part !== undefined).join(' ')),
  ],
  ['CANNOT START', ({ cannotStart }) => counted(cannotStart.map(({ reason }) => reason)) || '-'],
  ['STATE', state],
];

/** Aligned, as kubectl's; the namespace only where several were asked for. */
export function table(rows: readonly Row[], allNamespaces: boolean): string {
  const shown: readonly Column[] = allNamespaces ? [['NAMESPACE', ({ namespace }) => namespace], ...columns] : columns;
  const lines = [shown.map(([header]) => header), ...rows.map((row) => shown.map(([, cell]) => cell(row)))];
  const widths = shown.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}

/** KEDA's word where it is not ready. */
function state({ paused, draining, keda }: Row): string {
  if (draining) return 'Draining';
  if (paused) return 'Paused';
  if (keda === null) return 'Unknown';
  return keda.ready ? 'Ready' : keda.reason || 'NotReady';
}

function counted(reasons: readonly string[]): string {
  return [...new Set(reasons)].map((reason) => `${reason} (${reasons.filter((other) => other === reason).length})`).join(', ');
}
