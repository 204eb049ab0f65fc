import { describe, expect, it } from '@jest/globals';
import { encodeOutcome } from '../../handler/outcome.ts';

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
});
