import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jobsToStart } from '../../../handler/local/jobsToStart.ts';

describe('how many Jobs to start', () => {
  it.each([
    ['none for an empty queue', { ready: 0, unfinished: 0, pending: 0, max: 5 }, 0],
    ['one for each message', { ready: 3, unfinished: 0, pending: 0, max: 5 }, 3],
    ['never more than the maximum', { ready: 30, unfinished: 0, pending: 0, max: 5 }, 5],
    ['only what is free beside those that run', { ready: 30, unfinished: 4, pending: 0, max: 5 }, 1],
    ['none when as many as allowed run', { ready: 30, unfinished: 5, pending: 0, max: 5 }, 0],
    ['none for a message that a pending Job will take', { ready: 2, unfinished: 2, pending: 2, max: 5 }, 0],
    ['none when more run than are allowed', { ready: 3, unfinished: 7, pending: 0, max: 5 }, 0],
    ['none with a maximum of 0', { ready: 3, unfinished: 0, pending: 0, max: 0 }, 0],
  ])('is %s', (_, count, expected) => {
    expect(jobsToStart(count)).toBe(expected);
  });

  it('never goes over the maximum, nor under nothing, nor beyond the messages', () => {
    const number = fc.nat(50);
    fc.assert(
      fc.property(number, number, number, number, (ready, unfinished, some, max) => {
        const started = jobsToStart({ ready, unfinished, pending: Math.min(some, unfinished), max });
        expect(started).toBeGreaterThanOrEqual(0);
        expect(started).toBeLessThanOrEqual(ready);
        if (started > 0) expect(unfinished + started).toBeLessThanOrEqual(max);
      }),
    );
  });
});
