import { describe, expect, it } from '@jest/globals';
import { decodeOutcome, encodeOutcome } from '../../handler/outcome.ts';

describe('an outcome', () => {
  it('that runs names its variables, the unset ones first', () => {
    const run = new Map([
      ['A', '1=2\n'],
      ['b.c', ''],
    ]);
    expect(encodeOutcome({ run, unset: ['U'] }).toString()).toBe('event-jobs/1\0run\0U\0A=1=2\n\0b.c=\0=end\0');
  });

  it('that ends names its code', () => {
    expect(encodeOutcome({ exit: 0 }).toString()).toBe('event-jobs/1\0exit\x000\0=end\0');
  });

  it('that waits says no more', () => {
    expect(encodeOutcome({ wait: true }).toString()).toBe('event-jobs/1\0wait\0=end\0');
  });

  it.each([
    ['run', { run: new Map([['END', '=end']]), unset: ['exit'] }],
    ['exit', { exit: 255 }],
    ['wait', { wait: true as const }],
  ])('is told by its kind, %s, unless it is torn', (kind, outcome) => {
    const whole = encodeOutcome(outcome);
    expect(decodeOutcome(whole)).toBe(kind);
    for (let length = 0; length < whole.length; length++) expect(decodeOutcome(whole.subarray(0, length))).toBeUndefined();
  });
});
