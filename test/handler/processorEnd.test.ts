import { describe, expect, it } from '@jest/globals';
import type { V1Job, V1Pod } from '@kubernetes/client-node';
import { processorEnd } from '../../handler/processorEnd.ts';

const condition = (type: string, more: object = {}) => ({ type, status: 'True', ...more });
const job = (...conditions: object[]) => ({ metadata: { uid: 'u' }, status: { conditions } }) as V1Job;
const pod = (terminated: object, ...conditions: object[]) =>
  ({ status: { conditions, containerStatuses: [{ name: 'processor', state: { terminated } }] } }) as V1Pod;
const end = (of: V1Job | undefined, ...items: V1Pod[]) => processorEnd(of, 'u', async () => ({ items }));

describe("the end of a processor's own Job", () => {
  it('is not there while the Job has neither completed nor failed', async () => {
    expect(await end(job())).toBeUndefined();
    expect(await end(job(condition('FailureTarget')))).toBeUndefined();
    expect(await end(job({ type: 'Failed', status: 'False' }))).toBeUndefined();
  });

  it('is a success where it completed', async () => {
    expect(await end(job(condition('SuccessCriteriaMet'), condition('Complete')))).toBe('succeeded');
  });

  it('is the processor’s exit code where it failed', async () => {
    const failed = job(condition('Failed', { reason: 'BackoffLimitExceeded' }));
    expect(await end(failed, pod({ exitCode: 7, reason: 'Error' }))).toEqual({
      failed: 'the processor ended with exit code 7',
      exitCode: 7,
    });
    expect(await end(failed, pod({ exitCode: 137, reason: 'OOMKilled' }))).toEqual({
      failed: 'the processor ended with exit code 137 (OOMKilled)',
      exitCode: 137,
    });
    expect(await end(failed, { status: { reason: 'UnexpectedAdmissionError' } })).toEqual({
      failed: "the processor's pod failed: UnexpectedAdmissionError",
    });
  });

  it('is its timeout where the deadline has passed', async () => {
    expect(await end(job(condition('Failed', { reason: 'DeadlineExceeded' })))).toEqual({
      failed: "the processor was not done within the entry's timeout",
    });
  });

  it('is nobody’s failure where the pod was evicted or deleted, or is gone, or the Job is, or another has its name', async () => {
    const failed = job(condition('Failed', { reason: 'BackoffLimitExceeded' }));
    const evicted = pod({ exitCode: 143 }, condition('DisruptionTarget'));
    expect(await end(failed, evicted)).toEqual({ stopped: "the processor's pod was evicted" });
    const deleted = { ...pod({ exitCode: 143 }), metadata: { deletionTimestamp: new Date() } };
    expect(await end(failed, deleted)).toEqual({ stopped: "the processor's pod was deleted" });
    expect(await end(failed)).toEqual({ stopped: "the processor's pod is gone" });
    expect(await end(undefined)).toEqual({ stopped: "the processor's Job was deleted" });
    expect(await processorEnd(job(condition('Complete')), 'another', async () => ({ items: [] }))).toEqual({
      stopped: "the processor's Job was deleted",
    });
  });
});
