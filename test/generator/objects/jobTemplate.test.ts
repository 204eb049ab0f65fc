import { describe, expect, it } from '@jest/globals';
import { complete } from '../../../generator/entry/eventJob.ts';
import { jobTemplate } from '../../../generator/objects/jobTemplate.ts';
import { settings } from '../sample.ts';

const deadline = (entry: object) => {
  const job = complete({ name: 'x' }, 'q', { jobName: 'orders', image: 'a', ...entry }, settings);
  return (jobTemplate(job, { settings }) as { activeDeadlineSeconds: number }).activeDeadlineSeconds;
};

describe('the Job that KEDA makes', () => {
  it('has time enough for a launcher whose processor has the timeout in a Job of its own', () => {
    expect(deadline({ timeout: 3 })).toBe(180);
    expect(deadline({ timeout: 181 })).toBe(181);
  });

  it('has the timeout otherwise, and where a launcher waits a little more', () => {
    expect(deadline({ timeout: 3, command: ['a'] })).toBe(3);
    expect(deadline({ timeout: 3, acknowledge: 'completion' })).toBe(63);
  });
});
