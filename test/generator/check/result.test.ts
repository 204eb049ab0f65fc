import { describe, expect, it } from '@jest/globals';
import { exitCode, type Result } from '../../../generator/check/result.ts';

const result = (rule: Result['rule'], level: Result['level'] = 'error'): Result => ({ rule, level, message: 'x' });

describe('the exit code of a check', () => {
  it('is 0 where nothing is said, or nothing but warnings and notes', () => {
    expect(exitCode([])).toBe(0);
    expect(exitCode([result('event-jobs/server-warning', 'warning'), result('event-jobs/version', 'note')])).toBe(0);
  });

  it('is 1 where the directory differs, or the cluster would refuse', () => {
    expect(exitCode([result('event-jobs/difference')])).toBe(1);
    expect(exitCode([result('event-jobs/version', 'note'), result('event-jobs/rejection')])).toBe(1);
  });

  it('is 2 where something has to be put right before that can be seen', () => {
    expect(exitCode([result('event-jobs/configmap')])).toBe(2);
    expect(exitCode([result('event-jobs/rejection'), result('event-jobs/directory')])).toBe(2);
  });
});
