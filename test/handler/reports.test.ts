import { describe, expect, it } from '@jest/globals';
import { reports } from '../../handler/reports.ts';
import { job } from './sample.ts';

const scaledJob = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', name: 'resize', uid: 'scaled' };
const own = { apiVersion: 'batch/v1', kind: 'Job', name: job.name, uid: job.uid };

describe('what is told by an Event', () => {
  it('is a dead letter, about the Job', () => {
    expect(
      reports({ exit: 'done', cause: undefined }, { outcome: 'dead-lettered', reason: 'the message is not JSON' }, job, scaledJob),
    ).toEqual([[{ type: 'Warning', reason: 'DeadLettered', message: 'the message is not JSON' }, own]]);
  });

  it('is a failure for good, about the Job and what outlives it', () => {
    const report = { type: 'Warning', reason: 'LauncherQueueMissing', message: 'exit code 66: no queue' };
    const end = { outcome: 'failed', reason: 'no queue' };
    expect(reports({ exit: 'queueMissing', cause: 'queueMissing' }, end, job, scaledJob)).toEqual([
      [report, own],
      [report, scaledJob],
    ]);
    expect(reports({ exit: 'queueMissing', cause: 'queueMissing' }, end, job, undefined)).toEqual([[report, own]]);
  });

  it('is what is tried again although only somebody can mend it', () => {
    const end = { outcome: 'failed', reason: 'no right' };
    expect(reports({ exit: 'transient', cause: 'clusterRefused' }, end, job, undefined)).toEqual([
      [{ type: 'Warning', reason: 'LauncherClusterRefused', message: 'exit code 75: no right' }, own],
    ]);
    expect(reports({ exit: 'transient', cause: 'deadLetterRefused' }, end, job, scaledJob)).toMatchObject([
      [{ reason: 'LauncherDeadLetterRefused' }, own],
      [{ reason: 'LauncherDeadLetterRefused' }, scaledJob],
    ]);
  });

  it('is nothing that is tried again, and nothing that is well', () => {
    expect(reports({ exit: 'transient', cause: undefined }, { outcome: 'failed', reason: 'no broker' }, job, scaledJob)).toEqual([]);
    expect(reports({ exit: 'done', cause: undefined }, { outcome: 'handed over' }, job, scaledJob)).toEqual([]);
  });
});
