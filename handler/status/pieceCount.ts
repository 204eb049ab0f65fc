/** An entry's Jobs as pieces of work: a launcher's Job and the processor's Job that it made are one. */
import type { V1Job } from '@kubernetes/client-node';
import { labels } from '../contract.ts';
import { has } from '../jobList.ts';

/** How many pieces have a Job for which this holds. */
export function pieceCount(jobs: readonly V1Job[], holds: (job: V1Job) => boolean): number {
  return new Set(jobs.filter(holds).map(({ metadata }) => metadata?.labels?.[labels.launcher] ?? metadata?.uid)).size;
}

export function isUnfinished(job: V1Job): boolean {
  return !has(job, 'Complete') && !has(job, 'Failed');
}

export function isFailed(job: V1Job): boolean {
  return has(job, 'Failed') && job.metadata?.deletionTimestamp === undefined;
}
