import { Refusal } from '../refusal.ts';

/** What was asked for on the command line. */
export interface Order {
  readonly namespace: string;
  /** jobNames of entries. */
  readonly names: readonly string[];
  readonly job?: string;
  readonly selector?: string;
  readonly all?: boolean;
  readonly from: 'jobs' | 'dead-letters';
  readonly to: 'queue' | 'dead-letters';
  readonly deadLetterQueue?: string;
  readonly limit: number;
}

/** Throws a Refusal for what does not go together. */
export function checkOrder({ names, job, selector, all, from, to, deadLetterQueue }: Omit<Order, 'namespace'>): void {
  const ways = [names.length > 0, job !== undefined, selector !== undefined, all === true].filter(Boolean);
  if (ways.length !== 1) throw new Refusal('say which: jobNames of entries, --job NAME, --selector or --all, and one of them only');
  if (from === 'dead-letters' && job !== undefined) throw new Refusal('--job and --from dead-letters: no Job has a dead letter any more');
  if (from === 'dead-letters' && to === 'dead-letters') throw new Refusal('--from dead-letters and --to dead-letters: they are there');
  if (from === 'jobs' && deadLetterQueue !== undefined) throw new Refusal('--dead-letter-queue is of --from dead-letters');
}
