import { describe, expect, it } from '@jest/globals';
import type { V1Job } from '@kubernetes/client-node';
import type { Call } from '../../handler/apiServer.ts';
import { census, jobs } from '../../handler/jobs.ts';
import type { Job } from '../../handler/settings.ts';
import { job } from './sample.ts';

/** As JSON has it: times are text. */
const listed = (uid: string, created: string, status: object = {}) =>
  ({ metadata: { uid, creationTimestamp: created }, status }) as unknown as V1Job;

describe('the census of an entry’s Jobs', () => {
  it('leaves finished ones out and this launcher’s own apart', () => {
    const ended = (type: string, status = 'True') => ({ conditions: [{ type, status }] });
    const items = [
      listed('a', '1970-01-01T00:00:10Z'),
      listed('b', '1970-01-01T00:00:11Z', ended('Complete')),
      listed('c', '1970-01-01T00:00:12Z', ended('Failed')),
      listed('d', '1970-01-01T00:00:13Z', ended('FailureTarget')),
      listed('e', '1970-01-01T00:00:14Z', ended('Failed', 'False')),
      listed(job.uid, '1970-01-01T00:00:15Z', { startTime: '1970-01-01T00:00:16Z' }),
    ];
    expect(census(items, job, 3600)).toEqual({
      own: { uid: job.uid, created: 15, started: 16 },
      others: [
        { uid: 'a', created: 10 },
        { uid: 'd', created: 13 },
        { uid: 'e', created: 14 },
      ],
      failedLately: 1,
    });
  });

  it('has no own Job where it is gone', () => {
    expect(census([listed('a', '1970-01-01T00:00:10Z')], job, 0).own).toBeUndefined();
  });

  it('takes its own for gone where it is deleted or about to fail, while others in that state still count', () => {
    const going = [{ ...listed(job.uid, '1970-01-01T00:00:10Z'), metadata: { uid: job.uid, deletionTimestamp: '1970-01-01T00:00:11Z' } }];
    expect(census(going as unknown as V1Job[], job, 0).own).toBeUndefined();
    const failing = listed(job.uid, '1970-01-01T00:00:10Z', { conditions: [{ type: 'FailureTarget', status: 'True' }] });
    expect(census([failing], job, 0).own).toBeUndefined();
    expect(census([failing], { ...job, uid: 'other' }, 0).others).toHaveLength(1);
  });

  it('counts those that failed within the last hour', () => {
    const failed = listed('a', '1970-01-01T00:00:10Z', { conditions: [{ type: 'Failed', status: 'True' }] });
    expect([3609, 3610].map((now) => census([failed, failed], job, now).failedLately)).toEqual([2, 0]);
  });
});

describe('the question for them', () => {
  const asked = async (of: Job) => {
    let path = '';
    const call: Call = async (_, to) => {
      path = to;
      return { status: 200, body: '{"items":[]}' };
    };
    await jobs(call, 'resize', of)();
    const { pathname, searchParams } = new URL(path, 'https://api');
    return { pathname, ...Object.fromEntries(searchParams) };
  };
  const all = { pathname: '/apis/batch/v1/namespaces/media/jobs', labelSelector: 'event-jobs.goci.io/entry=resize' };

  it('is of now, and leaves those out that have succeeded', async () => {
    expect(await asked(job)).toEqual({ ...all, fieldSelector: 'status.successful=0' });
  });

  it('is for all of a batch’s, as a Job with a pod that has succeeded may have more to do', async () => {
    expect(await asked({ ...job, index: 0 })).toEqual(all);
  });
});
