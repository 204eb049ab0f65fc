export interface Count {
  /** Messages that wait in the queue. */
  readonly ready: number;
  /** Jobs of the entry that have not ended. */
  readonly unfinished: number;
  /** Those of them that have yet to pull their message. */
  readonly pending: number;
  /** The ScaledJob's maxReplicaCount. */
  readonly max: number;
}

/** KEDA's scaling strategy `accurate`: a Job for each waiting message that no pending Job will take, never more than `max` at once. */
export function jobsToStart({ ready, unfinished, pending, max }: Count): number {
  return Math.max(0, Math.min(Math.min(ready, max) - pending, max - unfinished));
}
