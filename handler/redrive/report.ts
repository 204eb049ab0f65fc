/** What a redrive did, line by line and in sum. It names Jobs and Secrets, never what is in them. */

export interface Report {
  readonly dryRun: boolean;
  /** Messages that are back, or among the dead letters, or would be. */
  messages: number;
  /** Jobs deleted: those whose messages are back, and those that had none. */
  deleted: number;
  /** What stays as it was, and why; `count` where it is several. */
  readonly left: { readonly what: string; readonly why: string; readonly count?: number }[];
  /** What should have been done and was not. */
  readonly faults: { readonly what: string; readonly why: string }[];
}

export function newReport(dryRun: boolean): Report {
  return { dryRun, messages: 0, deleted: 0, left: [], faults: [] };
}

/** One line for each kind of what there is to tell. */
export function summary({ dryRun, messages, deleted, left, faults }: Report, to: 'queue' | 'dead-letters'): string {
  const where = to === 'queue' ? 'back' : 'among the dead letters';
  const done = dryRun
    ? `nothing was done; ${count(messages, 'message')} would be ${where}, ${count(deleted, 'Job')} would be deleted`
    : `${count(messages, 'message')} ${messages === 1 ? 'is' : 'are'} ${where}, ${count(deleted, 'Job')} ${deleted === 1 ? 'was' : 'were'} deleted`;
  const lines = [done];
  if (left.length > 0) lines.push(`${left.reduce((sum, { count: some = 1 }) => sum + some, 0)} left: ${reasons(left)}`);
  if (faults.length > 0) lines.push(`${faults.length} not done: ${reasons(faults)}; put that right, and run it again`);
  return lines.join('\n');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function reasons(these: readonly { readonly why: string }[]): string {
  return [...new Set(these.map(({ why }) => why))].join('; ');
}
