import type { EventJob } from './eventJob.ts';

/** Kubernetes' own terminationGracePeriodSeconds. */
const usualGrace = 30;

/** How long a stopped processor may take, in seconds. */
export function graceOf({ template }: EventJob): number {
  const { terminationGracePeriodSeconds } = (template as { spec?: { terminationGracePeriodSeconds?: unknown } }).spec ?? {};
  return typeof terminationGracePeriodSeconds === 'number' ? terminationGracePeriodSeconds : usualGrace;
}

/** How many messages a Job works on one after the other, at the most. */
export function roundsOf({ batch }: EventJob): number {
  return batch ? Math.ceil(batch.size / batch.parallelism) : 1;
}

/**
 * The activeDeadlineSeconds of the Job that KEDA makes: a timeout for each message that waits for another of its batch. A launcher that
 * waits for the processor's Job outlives it, so that it sees how that ended.
 */
export function deadlineOf(job: EventJob): number {
  const waits = job.runner === 'job' && job.acknowledge === 'completion';
  return job.timeout * roundsOf(job) + (waits ? graceOf(job) + 30 : 0);
}

/** What the start of a pod may take on a busy node, twice: with less than half of its timeout left a launcher pulls nothing. In seconds. */
const unhurried = 20;

/** Whether a message may never be worked on for want of time. With the runner `job` and dispatch a processor has a Job, and a timeout, of its own. */
export function isHurried({ runner, acknowledge, timeout }: EventJob): boolean {
  return timeout < unhurried && !(runner === 'job' && acknowledge === 'dispatch');
}
