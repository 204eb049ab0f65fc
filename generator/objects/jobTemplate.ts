import { startAllowance } from '../../handler/contract.ts';
import { deadlineOf } from '../entry/deadline.ts';
import type { EventJob } from '../entry/eventJob.ts';
import type { Context } from './context.ts';
import { launcherDeadline } from './launchSettings.ts';
import { podFailurePolicy } from './podFailurePolicy.ts';
import { podTemplate } from './podTemplate.ts';

/** Of a launcher whose processor runs in a Job of its own, which has the entry's `retries`. */
const launcherRetries = 5;

/** The Job that KEDA makes. */
export function jobTemplate(job: EventJob, context: Context): object {
  return {
    ...completions(job),
    activeDeadlineSeconds: Math.max(deadlineOf(job), leastDeadline(job)),
    ...(job.keep.seconds !== undefined && { ttlSecondsAfterFinished: job.keep.seconds }),
    // Two pods of one Job would be two processors of one message.
    podReplacementPolicy: 'Failed',
    // With completion no Job tries again, so there is nothing to decide.
    ...(job.acknowledge === 'dispatch' && { podFailurePolicy: podFailurePolicy(job) }),
    template: podTemplate(job, context),
  };
}

/** The entry's timeout is the processor's Job's, where the launcher's does not wait for it: that one needs its own, and a pod's start. */
function leastDeadline({ runner, acknowledge }: EventJob): number {
  return runner === 'job' && acknowledge === 'dispatch' ? launcherDeadline + startAllowance : 0;
}

/** With completion the broker owns the message, and delivers it again to another Job. */
function completions(job: EventJob): object {
  const retries = job.acknowledge === 'completion' ? 0 : job.runner === 'job' ? launcherRetries : job.retries;
  if (job.batch === undefined) return { parallelism: 1, completions: 1, backoffLimit: retries };
  const { size, parallelism } = job.batch;
  return { parallelism, completions: size, completionMode: 'Indexed', backoffLimitPerIndex: retries };
}
