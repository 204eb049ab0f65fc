import { pausedAnnotation } from '../../handler/contract.ts';
import type { EventJob } from '../entry/eventJob.ts';
import { entryLabels } from '../entry/labels.ts';
import { unbounded } from '../entry/scalars.ts';
import type { Context } from './context.ts';
import { jobTemplate } from './jobTemplate.ts';
import { mostJobs, trigger } from './trigger.ts';

/** Labels by which GitOps tools know what they own: a Job that bore one would be pruned, being in no repository. */
const trackingLabels = [
  'app.kubernetes.io/instance',
  'applyset.kubernetes.io/part-of',
  'argocd.argoproj.io/instance',
  'helm.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/namespace',
  'kustomize.toolkit.fluxcd.io/name',
  'kustomize.toolkit.fluxcd.io/namespace',
];

/**
 * Every field that KEDA's first write would add or rewrite is spelled out as KEDA does: else a GitOps tool sees drift. The strategy
 * `accurate` counts a Job as pending until its launcher has pulled (Initialized), no longer and no shorter; a batch's, until the first of
 * its launchers has: what the others leave gets another Job while there is room, at the price of pods that find the queue empty. With
 * `default` a message would wait for a Job to finish, room or not; with `eager`, which takes pending Jobs off the room twice, for one that
 * waits for a node.
 */
export function scaledJob(job: EventJob, context: Context): object {
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledJob',
    metadata: {
      name: job.jobName,
      namespace: job.namespace,
      labels: entryLabels(job.labels, job.jobName),
      annotations: {
        // Never left out: KEDA overlooks the annotation's coming and going on a live object, but not its change.
        [pausedAnnotation]: String(job.paused),
        'scaledjob.keda.sh/job-excluded-labels': trackingLabels.join(','),
      },
    },
    spec: {
      pollingInterval: job.interval,
      successfulJobsHistoryLimit: Math.min(job.keep.successful * jobsPerMessage(job), unbounded),
      failedJobsHistoryLimit: job.keep.failed,
      maxReplicaCount: mostJobs(job),
      // An edit never ends running work.
      rollout: { strategy: 'gradual' },
      scalingStrategy: { strategy: 'accurate', pendingPodConditions: ['Initialized'] },
      triggers: [trigger(job, context.settings)],
      jobTargetRef: jobTemplate(job, context),
    },
  };
}

/** With the runner `job` and dispatch KEDA counts two Jobs for a message, the launcher's and the processor's; both succeed. */
function jobsPerMessage({ runner, acknowledge }: EventJob): number {
  return runner === 'job' && acknowledge === 'dispatch' ? 2 : 1;
}
