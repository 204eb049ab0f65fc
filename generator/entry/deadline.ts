import type { EventJob } from './eventJob.ts';

/** Kubernetes' own terminationGracePeriodSeconds. */
const usualGrace = 30;

/** How long a stopped processor may take, in seconds. */
export function graceOf({ template }: EventJob): number {
  const { terminationGracePeriodSeconds } = (template as { spec?: { terminationGracePeriodSeconds?: unknown } }).spec ?? {};
  return typeof terminationGracePeriodSeconds === 'number' ? terminationGracePeriodSeconds : usualGrace;
}

/**
 * The activeDeadlineSeconds of the Job that KEDA makes. A launcher that waits for the processor's Job outlives it, so that it sees how
 * that ended.
 */
export function deadlineOf(job: EventJob): number {
  const waits = job.runner === 'job' && job.acknowledge === 'completion';
  return job.timeout + (waits ? graceOf(job) + 30 : 0);
}
