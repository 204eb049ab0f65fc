/** A Job of the entry that is not finished. */
export interface Work {
  readonly uid: string;
  /** creationTimestamp, in whole seconds since 1970, as the API server stamps it. */
  readonly created: number;
}

/** `pull`; `stand down`: leave the message to those before; `wait`: look again. */
export type Verdict = 'pull' | 'stand down' | 'wait';

/** By how much the stamps of two Jobs may contradict the order in which they were made, in seconds: API servers' clocks differ a little. */
const window = 2;

/**
 * Whether a Job may pull a message, so that never more than `cap` work at once, whatever KEDA has started. `others` is from a consistent
 * list, made after the Job itself was.
 *
 * Why the cap holds: of cap + 1 Jobs that pulled, the last to list saw all the others, and counted those stamped up to the window after
 * itself; a Job that it did not count was made so much later that it, listing later still, saw cap Jobs and did not pull. Why there is
 * progress: the first cap Jobs in the order of stamp and uid are never told to stand down.
 */
export function verdict(own: Work, others: readonly Work[], cap: number): Verdict {
  const counted = others.filter(({ created }) => created <= own.created + window);
  if (counted.length < cap) return 'pull';
  return others.filter((other) => isBefore(other, own)).length >= cap ? 'stand down' : 'wait';
}

function isBefore(one: Work, other: Work): boolean {
  return one.created < other.created || (one.created === other.created && one.uid < other.uid);
}
