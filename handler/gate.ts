/** A launcher's Job that is not finished. */
export interface Work {
  readonly uid: string;
  /** creationTimestamp, in whole seconds since 1970, as the API server stamps it. */
  readonly created: number;
}

/** A launcher's Job with the processors' Jobs that it made, by the launcher's, as long as any of them is unfinished. */
export interface Piece extends Work {
  /** The launcher's Job's; -Infinity, before all, where that one is finished or gone and only a processor's is left. */
  readonly created: number;
  /** Whether a processor's Job of it is unfinished: that one works already, whatever the stamps say. */
  readonly hasProcessor: boolean;
}

/** `pull`; `stand down`: leave the message to those before; `wait`: look again. */
export type Verdict = 'pull' | 'stand down' | 'wait';

/** By how much the stamps of two Jobs may contradict the order in which they were made, in seconds: API servers' clocks differ a little. */
const window = 2;

/**
 * Whether a Job may pull a message, so that never more than `cap` pieces are worked on at once, whatever KEDA has started. `others` is
 * from a consistent list, made after the Job itself was.
 *
 * Why the cap holds: of cap + 1 Jobs that pulled, take Y with the largest stamp and those created after Y's list. The last of these (or
 * Y) to list saw all the others, and counted them: they are stamped up to the window after itself, or only their processors' Jobs are
 * left. Why there is progress: the first cap pieces in the order of stamp and uid are never told to stand down.
 */
export function verdict(own: Work, others: readonly Piece[], cap: number): Verdict {
  const counted = others.filter(({ created, hasProcessor }) => hasProcessor || created <= own.created + window);
  if (counted.length < cap) return 'pull';
  return others.filter((other) => isBefore(other, own)).length >= cap ? 'stand down' : 'wait';
}

function isBefore(one: Work, other: Work): boolean {
  return one.created < other.created || (one.created === other.created && one.uid < other.uid);
}
