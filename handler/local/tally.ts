/** What became of an entry's messages, for the summary. */
export interface Tally {
  processed: number;
  failed: number;
  deadLettered: number;
  /** Jobs that found the queue empty. */
  empty: number;
  /** Failed Jobs that never had a message. */
  withoutMessage: number;
  mostAtOnce: number;
}

export function newTally(): Tally {
  return { processed: 0, failed: 0, deadLettered: 0, empty: 0, withoutMessage: 0, mostAtOnce: 0 };
}

export function summary(name: string, tally: Tally): string {
  const parts = [
    `${tally.processed} processed`,
    `${tally.failed} failed`,
    `${tally.deadLettered} dead-lettered`,
    `${tally.empty} empty ${tally.empty === 1 ? 'run' : 'runs'}`,
    ...(tally.withoutMessage > 0 ? [`${tally.withoutMessage} failed without a message`] : []),
    `at most ${tally.mostAtOnce} at once`,
  ];
  return `${name}: ${parts.join(', ')}`;
}
