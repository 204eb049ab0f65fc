import { describe, expect, it } from '@jest/globals';
import { drainingAnnotation } from '../../../handler/contract.ts';
import { type Facts, row } from '../../../handler/status/row.ts';
import { uuid5 } from '../../../handler/uuid.ts';
import { condition, failed, keda, podSpec, processors, uid } from '../operator/sample.ts';

const counts = { ready: 3, unacknowledged: 1, deadLetters: 0 };

function facts({
  annotations = {},
  max = 5,
  ready,
  ...own
}: Partial<Facts> & { annotations?: Record<string, string>; max?: number; ready?: object } = {}): Facts {
  const scaledJob = {
    metadata: { name: 'resize', namespace: 'media', annotations },
    spec: { maxReplicaCount: max, jobTargetRef: { template: { spec: podSpec() } } },
    ...(ready && { status: { conditions: [{ type: 'Ready', status: 'True', ...ready }] } }),
  };
  return { scaledJob, queue: 'images', counts, jobs: [], pods: [], secrets: new Set(), ...own };
}

const kedas = { 'scaledjob.keda.sh/name': 'resize' };

describe('an entry at rest', () => {
  it('is told by its counts', () => {
    expect(row(facts({ ready: { reason: 'ScaledJobReady', message: 'fine' } }))).toEqual({
      ...{ namespace: 'media', name: 'resize', queue: 'images', ...counts, running: 0, cap: 5 },
      failed: { jobs: 0, messagesKept: 0, last: null },
      ...{ cannotStart: [], paused: false, draining: false },
      keda: { ready: true, reason: 'ScaledJobReady', message: 'fine' },
    });
  });

  it('has no cap where KEDA has the largest', () => {
    expect(row(facts({ max: 2_147_483_647 })).cap).toBeNull();
  });

  it('is unknown to KEDA until that has looked', () => {
    expect(row(facts()).keda).toBeNull();
    expect(row(facts({ ready: { status: 'Unknown' } })).keda).toBeNull();
  });

  it('may be paused, or draining', () => {
    expect(row(facts({ annotations: { 'autoscaling.keda.sh/paused': 'true', [drainingAnnotation]: 'true' } }))).toMatchObject({
      paused: true,
      draining: true,
    });
  });
});

describe('an entry’s Jobs', () => {
  it('count once where a launcher’s and a processor’s are one piece of work', () => {
    const launchers = keda({ settings: { runner: 'job' } });
    const jobs = [
      launchers,
      processors({ labels: kedas }),
      keda({ name: 'resize-2', uid: 'other' }),
      keda({ uid: 'done', status: { conditions: [condition('Complete')] } }),
    ];
    expect(row(facts({ jobs })).running).toBe(2);
    // The launcher's is done, the processor's is not.
    expect(row(facts({ jobs: [keda({ status: { conditions: [condition('Complete')] } }), processors()] })).running).toBe(1);
  });

  it('that failed are counted with the messages that a redrive finds', () => {
    const jobs = [
      keda({ status: failed }),
      keda({ name: 'resize-2', uid: 'none', status: failed }),
      keda({ uid: 'c', status: failed, settings: { acknowledge: 'completion' } }),
    ];
    const secrets = new Set([`resize-${uid}`, 'resize-c', 'resize-z']);
    expect(row(facts({ jobs, secrets })).failed).toMatchObject({ jobs: 3, messagesKept: 1 });
    expect(row(facts({ jobs, secrets: undefined })).failed.messagesKept).toBeNull();
  });

  it('of a batch keep what has not succeeded', () => {
    const job = keda({ status: { ...failed, completedIndexes: '0' }, spec: { completionMode: 'Indexed', completions: 2 } });
    const secrets = new Set([0, 1].map((index) => `resize-${uuid5(uid, String(index))}`));
    expect(row(facts({ jobs: [job], secrets })).failed.messagesKept).toBe(1);
  });
});

describe('the newest failure', () => {
  const at = (name: string, time: string) =>
    keda({ name, uid: name, status: { conditions: [condition('Failed', 'DeadlineExceeded', `${name} is late`, time)] } });
  const pod = (job: string, created: string, own: object) => ({
    metadata: { name: `${job}-pod`, labels: { 'batch.kubernetes.io/job-name': job }, creationTimestamp: created as unknown as Date },
    status: { phase: 'Failed', ...own },
  });
  const ended = (exitCode: number) => ({ name: 'c', state: { terminated: { exitCode } } }) as never;

  it('has its reason, and the exit code of its last pod', () => {
    const jobs = [at('old', '2026-01-02T03:04:05Z'), at('new', '2026-01-03T03:04:05Z'), at('older', '2026-01-01T03:04:05Z')];
    const pods = [
      pod('new', '2026-01-03T00:00:00Z', { initContainerStatuses: [ended(0)], containerStatuses: [ended(8)] }),
      pod('new', '2026-01-03T01:00:00Z', { initContainerStatuses: [ended(0)], containerStatuses: [ended(9)] }),
      pod('old', '2026-01-04T00:00:00Z', { containerStatuses: [ended(7)] }),
    ];
    expect(row(facts({ jobs, pods })).failed.last).toEqual({
      ...{ job: 'new', reason: 'DeadlineExceeded', message: 'new is late', time: '2026-01-03T03:04:05.000Z', exitCode: 9 },
    });
  });

  it('has none where its pods are gone', () => {
    expect(row(facts({ jobs: [at('new', '2026-01-03T03:04:05Z')] })).failed.last).not.toHaveProperty('exitCode');
  });
});

describe('a pod', () => {
  const pending = (status: object) => [{ metadata: { name: 'p' }, status: { phase: 'Pending', ...status } }];
  const waiting = (reason: string, message = '') => [{ name: 'c', state: { waiting: { reason, message } } }];
  it.each([
    [
      'whose image is not there',
      { containerStatuses: waiting('ImagePullBackOff', 'not found') },
      [{ pod: 'p', reason: 'ImagePullBackOff', message: 'not found' }],
    ],
    [
      'without the broker’s Secret',
      { initContainerStatuses: waiting('CreateContainerConfigError'), containerStatuses: waiting('PodInitializing') },
      [{ pod: 'p', reason: 'CreateContainerConfigError', message: '' }],
    ],
    [
      'that no node takes',
      { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1' }] },
      [{ pod: 'p', reason: 'Unschedulable', message: '0/1' }],
    ],
    ['that is on its way', { initContainerStatuses: waiting('ContainerCreating'), containerStatuses: waiting('PodInitializing') }, []],
    ['that has failed', { phase: 'Failed', containerStatuses: waiting('ImagePullBackOff') }, []],
  ])('%s', (_, status, cannotStart) => {
    expect(row(facts({ pods: pending(status) as never })).cannotStart).toEqual(cannotStart);
  });
});
