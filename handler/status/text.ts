/** A look as text: the table, and below it what needs more than a cell. */
import { exitCodes } from '../contract.ts';
import type { LastFailure } from './failure.ts';
import type { Look } from './look.ts';
import type { Row } from './row.ts';
import type { Stuck } from './stuck.ts';
import { table } from './table.ts';

export function text({ entries, notes }: Look, allNamespaces: boolean): string {
  const lines = [...entries.flatMap((row) => remarks(row, allNamespaces)), ...notes.map((note) => `note: ${note}`)];
  return [table(entries, allNamespaces), ...(lines.length > 0 ? ['', ...lines] : [])].join('\n');
}

function remarks(row: Row, allNamespaces: boolean): string[] {
  const { keda, cannotStart, failed, paused } = row;
  const name = allNamespaces ? `${row.namespace}/${row.name}` : row.name;
  return [
    ...(keda !== null && !keda.ready && !paused ? [joined(name, 'KEDA', keda.message || keda.reason)] : []),
    ...first(cannotStart).map(({ pod, reason, message }) => joined(name, `pod ${pod}`, reason, message)),
    ...(failed.last ? [joined(name, `Job ${failed.last.job}, ${failed.last.time}`, failed.last.message, meaningOf(failed.last))] : []),
    ...(failed.messagesKept
      ? [`${name}: event-jobs redrive ${row.name} --namespace ${row.namespace} puts back what failed Jobs keep`]
      : []),
    ...(row.deadLetters
      ? [`${name}: event-jobs redrive ${row.name} --namespace ${row.namespace} --from dead-letters puts dead letters back`]
      : []),
  ];
}

/** What a launcher says by its exit code, as the Job controller cites it; a processor's codes are its own. */
function meaningOf({ message }: LastFailure): string {
  const code = Number(/^Container launcher .* exit code (\d+)/.exec(message)?.[1]);
  return Object.values(exitCodes).find((exit) => exit.code === code)?.meaning ?? '';
}

/** Of each reason one. */
function first(pods: readonly Stuck[]): Stuck[] {
  return [...new Map(pods.toReversed().map((one) => [one.reason, one])).values()].toReversed();
}

function joined(...parts: string[]): string {
  const lines = parts.map((part) => part.replaceAll(/\s+/g, ' ').trim());
  return lines.filter((line) => line !== '').join(': ');
}
