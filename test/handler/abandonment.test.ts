import { describe, expect, it } from '@jest/globals';
import { abandoned } from '../../handler/abandonment.ts';
import { deadline } from '../../handler/deadline.ts';
import { Fault } from '../../handler/fault.ts';
import { patiently } from '../../handler/patience.ts';

const log = { info() {}, warn() {}, error() {} };

/** A runner whose API server answers after so many tries, and how many there were. */
function runner(answersAfter: number, onTry: (tries: number) => void = () => {}) {
  const its = { tries: 0 };
  const attempt = async () => {
    its.tries++;
    onTry(its.tries);
    if (its.tries <= answersAfter) throw new Fault('transient', 'slow');
    return true;
  };
  return { its, abandon: (until: AbortSignal) => patiently(attempt, until, log) };
}

describe('what an earlier run of a sidecar has begun', () => {
  it('is ended also where SIGTERM comes while the API server is slow', async () => {
    const stop = new AbortController();
    const { its, abandon } = runner(2, (tries) => tries === 1 && stop.abort());
    const over = deadline(5, stop.signal);
    expect(await abandoned({ abandon }, over.until, stop.signal)).toBe(true);
    expect(its.tries).toBe(3);
    over.end();
  });

  it('is ended where SIGTERM has come before', async () => {
    const { abandon } = runner(0);
    expect(await abandoned({ abandon }, AbortSignal.abort(), AbortSignal.abort())).toBe(true);
  });

  it('is tried no longer than the launcher’s own deadline while nobody stops it', async () => {
    const { abandon } = runner(Number.POSITIVE_INFINITY);
    const { signal } = new AbortController();
    await expect(abandoned({ abandon }, AbortSignal.timeout(50), signal)).rejects.toMatchObject({ exit: 'transient' });
  });
});
