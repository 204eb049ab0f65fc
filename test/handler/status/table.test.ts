import { describe, expect, it } from '@jest/globals';
import { exitCodes } from '../../../handler/contract.ts';
import type { Row } from '../../../handler/status/row.ts';
import { table } from '../../../handler/status/table.ts';
import { text } from '../../../handler/status/text.ts';

const quiet: Row = {
  ...{ namespace: 'media', name: 'crop', queue: 'thumbnails', ready: 0, unacknowledged: 0, deadLetters: 0, running: 0, cap: 10 },
  failed: { jobs: 0, messagesKept: 0, last: null },
  ...{ cannotStart: [], paused: false, draining: false, keda: { ready: true, reason: 'ScaledJobReady', message: '' } },
};
const last = {
  job: 'resize-x7k2p',
  reason: 'BackoffLimitExceeded',
  message: 'Job has reached\nthe specified backoff limit',
  time: '2026-01-02T03:04:05.000Z',
  exitCode: 7,
};
const stuck = (pod: string) => ({ pod, reason: 'ImagePullBackOff', message: 'no such image' });
const troubled: Row = {
  ...{ ...quiet, name: 'resize', queue: 'images', ready: 1234, unacknowledged: null, deadLetters: null, running: 3, cap: null },
  failed: { jobs: 2, messagesKept: 1, last },
  cannotStart: [stuck('a'), stuck('b'), { pod: 'c', reason: 'Unschedulable', message: '' }],
  keda: { ready: false, reason: 'TriggerError', message: 'queue not found' },
};

describe('the table', () => {
  it('is aligned, and has a minus sign for what is not known', () => {
    expect(`\n${table([quiet, troubled], false)}\n`).toBe(`
NAME     QUEUE        READY   UNACKED   DEAD   RUNNING   FAILED   KEPT   LAST FAILURE             CANNOT START                              STATE
crop     thumbnails   0       0         0      0/10      0        0      -                        -                                         Ready
resize   images       1234    -         -      3         2        1      BackoffLimitExceeded 7   ImagePullBackOff (2), Unschedulable (1)   TriggerError
`);
  });

  it('has the namespace where there are several', () => {
    expect(table([quiet], true)).toMatch(/^NAMESPACE {3}NAME .*\nmedia {7}crop /);
  });

  it.each<[string, Partial<Row>]>([
    ['Draining', { draining: true, paused: true }],
    ['Paused', { paused: true, keda: { ready: false, reason: 'ScaledJobPaused', message: '' } }],
    ['Unknown', { keda: null }],
    ['NotReady', { keda: { ready: false, reason: '', message: '' } }],
  ])('says %s', (word, own) => {
    expect(table([{ ...quiet, ...own }], false).endsWith(` ${word}`)).toBe(true);
  });
});

describe('below the table', () => {
  it('stands what needs more than a cell, each kind of trouble once', () => {
    const lines = text({ entries: [quiet, troubled], notes: ['secrets cannot be listed'] }, false)
      .split('\n')
      .slice(4);
    expect(lines).toEqual([
      'resize: KEDA: queue not found',
      'resize: pod a: ImagePullBackOff: no such image',
      'resize: pod c: Unschedulable',
      'resize: Job resize-x7k2p, 2026-01-02T03:04:05.000Z: Job has reached the specified backoff limit',
      'resize: event-jobs redrive resize --namespace media puts back what failed Jobs keep',
      'note: secrets cannot be listed',
    ]);
  });

  it('stands what the code of a launcher that failed means, and how dead letters come back', () => {
    const message = 'Container launcher for pod media/crop-1-x failed with exit code 65 matching FailJob rule at index 0';
    const last = { job: 'crop-1', reason: 'PodFailurePolicy', message, time: '2026-01-02T03:04:05.000Z' };
    const refused = { ...quiet, deadLetters: 2, failed: { jobs: 1, messagesKept: 0, last } };
    expect(
      text({ entries: [refused], notes: [] }, false)
        .split('\n')
        .slice(3),
    ).toEqual([
      `crop: Job crop-1, ${last.time}: ${message}: ${exitCodes.brokerRefused.meaning}`,
      'crop: event-jobs redrive crop --namespace media --from dead-letters puts dead letters back',
    ]);
  });

  it('stands nothing where there is nothing to say', () => {
    expect(text({ entries: [quiet], notes: [] }, false).split('\n')).toHaveLength(2);
  });
});
