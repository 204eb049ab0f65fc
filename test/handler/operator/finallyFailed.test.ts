import { describe, expect, it } from '@jest/globals';
import { finallyFailed } from '../../../handler/operator/finallyFailed.ts';
import { uuid5 } from '../../../handler/uuid.ts';
import { condition, failed, keda, processors, uid } from './sample.ts';

const keda1 = 'scaledjob.keda.sh/name';
const placesOf = (job: Parameters<typeof finallyFailed>[0]) => {
  const verdict = finallyFailed(job);
  return 'failed' in verdict ? verdict.failed.places : verdict.left;
};

describe('of a failed Job', () => {
  it('the message is in the Secret that is named by its UID', () => {
    const verdict = finallyFailed(keda({ status: failed }));
    expect(verdict).toMatchObject({
      failed: {
        namespace: 'media',
        name: 'resize-x7k2p',
        uid,
        entry: 'resize',
        places: [{ target: `resize-${uid}` }],
        reason: 'BackoffLimitExceeded: Job has reached the specified backoff limit',
        tries: 6,
        from: { brokerSecret: 'event-jobs-broker', settings: { queue: 'images' } },
      },
    });
  });

  it('that is a batch the messages are those of the indexes that have not succeeded', () => {
    const status = { ...failed, completedIndexes: '0,2-3' };
    const verdict = finallyFailed(keda({ status, spec: { completionMode: 'Indexed', completions: 5 } }));
    const places = [1, 4].map((index) => ({ index, target: `resize-${uuid5(uid, String(index))}` }));
    // How often one index was tried is not told by how many pods of all failed.
    expect(verdict).toMatchObject({ failed: { places, tries: undefined } });
  });

  it('that is a processor’s own the message is in the Secret of its name', () => {
    expect(placesOf(processors({ labels: { [keda1]: 'resize' }, status: failed }))).toEqual([{ target: `resize-${uid}` }]);
  });

  it('that is only the launcher of another there is no message', () => {
    expect(placesOf(keda({ settings: { runner: 'job' }, status: failed }))).toEqual([]);
  });
});

describe('left alone is a Job', () => {
  const completion = expect.stringContaining('with acknowledge: completion the broker has its message');
  it.each([
    ['that runs', keda(), 'it is not finished', false],
    ['that has succeeded', keda({ status: { conditions: [condition('Complete')] } }), 'it succeeded', false],
    // Its pods may still run.
    ['that is about to fail', keda({ status: { conditions: [condition('FailureTarget')] } }), 'it is not finished', false],
    ['that is being deleted', keda({ status: failed, deletionTimestamp: '2026-01-02T03:04:05Z' }), 'it is being deleted', true],
    ['whose message the broker owns', keda({ status: failed, settings: { acknowledge: 'completion' } }), completion, true],
    ['of a processor whose message the broker owns', processors({ status: failed }), completion, true],
    ['of others', { metadata: { name: 'x', uid }, status: failed }, 'it is no Job of event-jobs', true],
    [
      'with neither launcher nor label',
      { ...keda({ status: failed }), spec: { template: { spec: { containers: [] } } } } as unknown as ReturnType<typeof keda>,
      'it is no Job of event-jobs',
      true,
    ],
  ])('%s', (_, job, left, isFailed) => {
    expect(finallyFailed(job)).toEqual({ left, isFailed });
  });
});

it('a Job of launch settings that are not read here is a fault', () => {
  const job = keda({ status: failed, settings: { version: 2 as 1 } });
  expect(() => finallyFailed(job)).toThrow('is of version 2');
});
