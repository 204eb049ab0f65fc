import { describe, expect, it } from '@jest/globals';
import { reports } from '../../handler/reports.ts';
import { job } from './sample.ts';

const scaledJob = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', name: 'resize', uid: 'scaled' };
const own = { apiVersion: 'batch/v1', kind: 'Job', name: job.name, uid: job.uid };

describe('what is told by an Event', () => {
  it('is a dead letter, about the Job', () => {
    expect(reports('done', { outcome: 'dead-lettered', reason: 'the message is not JSON' }, job, scaledJob)).toEqual([
      [{ type: 'Warning', reason: 'DeadLettered', message: 'the message is not JSON' }, own],
    ]);
  });

  it('is a failure for good, about the Job and what outlives it', () => {
    const report = { type: 'Warning', reason: 'LauncherQueueMissing', message: 'exit code 66: no queue' };
    const end = { outcome: 'failed', reason: 'no queue' };
    expect(reports('queueMissing', end, job, scaledJob)).toEqual([
      [report, own],
      [report, scaledJob],
    ]);
    expect(reports('queueMissing', end, job, undefined)).toEqual([[report, own]]);
  });

  it('is nothing that is tried again, and nothing that is well', () => {
    expect(reports('transient', { outcome: 'failed', reason: 'no broker' }, job, scaledJob)).toEqual([]);
    expect(reports('done', { outcome: 'handed over' }, job, scaledJob)).toEqual([]);
  });
});
