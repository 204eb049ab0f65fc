import { describe, expect, it } from '@jest/globals';
import { newReport, summary } from '../../../handler/redrive/report.ts';

describe('the summary', () => {
  it('counts', () => {
    expect(summary({ ...newReport(false), messages: 12, deleted: 1 }, 'queue')).toBe('12 messages are back, 1 Job was deleted');
  });

  it('of a dry run says that nothing was done', () => {
    expect(summary({ ...newReport(true), messages: 1, deleted: 2 }, 'queue')).toBe(
      'nothing was done; 1 message would be back, 2 Jobs would be deleted',
    );
  });

  it('says of messages among the dead letters that they are there', () => {
    expect(summary({ ...newReport(false), messages: 1, deleted: 1 }, 'dead-letters')).toBe(
      '1 message is among the dead letters, 1 Job was deleted',
    );
    expect(summary({ ...newReport(true), messages: 2, deleted: 2 }, 'dead-letters')).toBe(
      'nothing was done; 2 messages would be among the dead letters, 2 Jobs would be deleted',
    );
  });

  it('says each reason once', () => {
    const report = newReport(false);
    for (const what of ['a', 'b']) report.faults.push({ what, why: 'queue images: gone' });
    report.left.push({ what: 'c', why: 'the broker has its message' }, { what: 'd', why: 'not of media/resize', count: 5 });
    expect(summary(report, 'queue').split('\n').slice(1)).toEqual([
      '6 left: the broker has its message; not of media/resize',
      '2 not done: queue images: gone; put that right, and run it again',
    ]);
  });
});
