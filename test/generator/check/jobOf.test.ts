import { describe, expect, it } from '@jest/globals';
import { jobOf, type ScaledJob } from '../../../generator/check/jobOf.ts';

const scaledJob = (more: Partial<ScaledJob['metadata']> = {}, podSpec = {}): ScaledJob => ({
  metadata: { name: 'invoices', namespace: 'jobs', ...more },
  spec: {
    jobTargetRef: {
      ...{ backoffLimit: 5, parallelism: 1 },
      template: { metadata: { labels: { team: 'a' }, annotations: { b: 'c' } }, spec: { containers: [{ name: 'processor' }], ...podSpec } },
    },
  },
});

describe('the Job that KEDA makes of a ScaledJob', () => {
  it('lets the API server name it behind the ScaledJob’s name', () => {
    expect(jobOf(scaledJob())).toMatchObject({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { generateName: 'invoices-', namespace: 'jobs' },
      spec: { backoffLimit: 5, parallelism: 1, template: { metadata: { generateName: 'invoices-' } } },
    });
  });

  it('has KEDA’s labels, and over them the ScaledJob’s own', () => {
    const labels = { 'app.kubernetes.io/managed-by': 'kubernetes-event-jobs', team: 'b' };
    expect(jobOf(scaledJob({ labels })).metadata).toMatchObject({
      labels: {
        'app.kubernetes.io/name': 'invoices',
        'app.kubernetes.io/part-of': 'invoices',
        'app.kubernetes.io/managed-by': 'kubernetes-event-jobs',
        'scaledjob.keda.sh/name': 'invoices',
        team: 'b',
      },
    });
  });

  it('lacks the labels that an annotation excludes', () => {
    const annotations = { 'scaledjob.keda.sh/job-excluded-labels': 'app.kubernetes.io/instance,team' };
    const { metadata } = jobOf(scaledJob({ labels: { team: 'a', 'app.kubernetes.io/instance': 'b', tier: 'c' }, annotations }));
    expect(Object.keys((metadata as { labels: object }).labels).sort()).toEqual([
      'app.kubernetes.io/managed-by',
      'app.kubernetes.io/name',
      'app.kubernetes.io/part-of',
      'scaledjob.keda.sh/name',
      'tier',
    ]);
  });

  it('has all annotations of the ScaledJob, and its generation', () => {
    expect(jobOf(scaledJob({ annotations: { 'autoscaling.keda.sh/paused': 'false' } })).metadata).toMatchObject({
      annotations: { 'autoscaling.keda.sh/paused': 'false', 'scaledjob.keda.sh/generation': '1' },
    });
  });

  it('labels its pods with the ScaledJob’s name, beside their own labels and annotations', () => {
    expect(jobOf(scaledJob()).spec.template.metadata).toEqual({
      generateName: 'invoices-',
      labels: { team: 'a', 'scaledjob.keda.sh/name': 'invoices' },
      annotations: { b: 'c' },
    });
  });

  it('starts failed containers again where nobody says otherwise', () => {
    expect(jobOf(scaledJob()).spec.template.spec.restartPolicy).toBe('OnFailure');
    expect(jobOf(scaledJob({}, { restartPolicy: 'Never' })).spec.template.spec.restartPolicy).toBe('Never');
  });

  it('leaves the ScaledJob as it was', () => {
    const given = scaledJob();
    jobOf(given);
    expect(given).toEqual(scaledJob());
  });
});
