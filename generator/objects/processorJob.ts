import type { LaunchSettings } from '../../handler/contract.ts';
import type { EventJob } from '../entry/eventJob.ts';
import { entryLabels } from '../entry/labels.ts';
import type { Context } from './context.ts';
import { ignoreDisruption } from './podFailurePolicy.ts';
import { processorPod } from './processorPod.ts';

/**
 * With the runner `job`: what the launcher makes the processor's Job of. It adds the name, the owner, and the message's variables. With
 * completion the broker delivers again, so the Job itself never does, and the launcher's deadline and clean-up are its own.
 */
export function processorJob(job: EventJob, context: Context): NonNullable<LaunchSettings['processorJob']> {
  const dispatch = job.acknowledge === 'dispatch';
  return {
    labels: entryLabels(job.labels, job.jobName),
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: dispatch ? job.retries : 0,
      activeDeadlineSeconds: job.timeout,
      ...(dispatch && job.keep.seconds !== undefined && { ttlSecondsAfterFinished: job.keep.seconds }),
      // Two pods of one Job would be two processors of one message.
      podReplacementPolicy: 'Failed',
      ...(dispatch && { podFailurePolicy: { rules: [ignoreDisruption] } }),
      template: processorPod(job, context),
    },
  };
}
