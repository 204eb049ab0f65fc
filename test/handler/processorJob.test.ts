import { describe, expect, it } from '@jest/globals';
import type { NewProcessorJob } from '../../handler/cluster.ts';
import { processorJob } from '../../handler/processorJob.ts';
import { job, settings as sample } from './sample.ts';

const container = { name: 'processor', image: 'resize:1', env: [{ name: 'MODE', value: 'fast' }] };
const settings = {
  ...sample,
  runner: 'job' as const,
  processorJob: {
    labels: { team: 'media' },
    spec: {
      backoffLimit: 2,
      activeDeadlineSeconds: 600,
      template: { metadata: { labels: { team: 'media' } }, spec: { containers: [container, { name: 'other' }], restartPolicy: 'Never' } },
    },
  },
};
const owner = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', name: 'resize', uid: 'scaled' };
const made: NewProcessorJob = { name: 'resize-1', pull: 'p1', variables: ['MESSAGE', 'spring.url'], owner };

describe("a processor's own Job", () => {
  it('is found by its name, its pull and its launcher’s Job, and KEDA counts it', () => {
    expect(processorJob(made, settings, job)).toMatchObject({
      metadata: {
        name: 'resize-1',
        namespace: job.namespace,
        labels: { team: 'media', 'event-jobs.goci.io/launcher': job.uid, 'scaledjob.keda.sh/name': 'resize' },
        annotations: { 'event-jobs.goci.io/pull': 'p1' },
        ownerReferences: [owner],
      },
    });
  });

  it('is not counted by KEDA with completion, where its launcher’s is, and has the time that is left', () => {
    const { metadata, spec } = processorJob({ ...made, seconds: 90 }, { ...settings, acknowledge: 'completion' }, job);
    expect(metadata?.labels).toEqual({ team: 'media', 'event-jobs.goci.io/launcher': job.uid });
    expect(spec?.activeDeadlineSeconds).toBe(90);
  });

  it('has the message’s variables from the Secret of its name, in the processor alone, after the entry’s', () => {
    const { spec } = processorJob(made, settings, job);
    expect(spec?.template.spec?.containers).toEqual([
      {
        ...container,
        env: [
          { name: 'MODE', value: 'fast' },
          { name: 'MESSAGE', valueFrom: { secretKeyRef: { name: 'resize-1', key: 'MESSAGE' } } },
          { name: 'spring.url', valueFrom: { secretKeyRef: { name: 'resize-1', key: 'spring.url' } } },
        ],
      },
      { name: 'other' },
    ]);
    expect(spec).toMatchObject({ backoffLimit: 2, activeDeadlineSeconds: 600, template: { spec: { restartPolicy: 'Never' } } });
  });

  it('has no owner where its ScaledJob is gone', () => {
    expect(processorJob({ ...made, owner: undefined }, settings, job).metadata).not.toHaveProperty('ownerReferences');
  });
});
