import { describe, expect, it } from '@jest/globals';
import { newReport, summary } from '../../../handler/redrive/report.ts';

describe('the summary', () => {
  it('counts', () => {
    expect(summary({ ...newReport(false), messages: 12, deleted: 1 })).toBe('12 messages are back, 1 Job was deleted');
  });

  it('of a dry run says that nothing was done', () => {
    expect(summary({ ...newReport(true), messages: 1, deleted: 2 })).toBe(
      'nothing was done; 1 message would be back, 2 Jobs would be deleted',
    );
  });

  it('says each reason once', () => {
    const report = newReport(false);
    for (const what of ['a', 'b']) report.faults.push({ what, why: 'queue images: gone' });
    report.left.push({ what: 'c', why: 'the broker has its message' }, { what: 'd', why: 'not of media/resize', count: 5 });
    expect(summary(report).split('\n').slice(1)).toEqual([
      '6 left: the broker has its message; not of media/resize',
      '2 not done: queue images: gone; run it again',
    ]);
  });
});
