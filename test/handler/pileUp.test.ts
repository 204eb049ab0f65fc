import { describe, expect, it } from '@jest/globals';
import type { Census, TakeCensus } from '../../handler/cluster.ts';
import { Fault } from '../../handler/fault.ts';
import { endsWellInstead } from '../../handler/pileUp.ts';
import { settings } from './sample.ts';

const log = { info() {}, warn() {}, error() {} };
/** The minute is over at once. */
const over = AbortSignal.abort();
const failed = (failedLately: number) => async (): Promise<Census> => ({
  own: undefined,
  others: [],
  failedLately: async () => failedLately,
});
const permanent = new Fault('queueMissing', 'no queue');
const down = () => Promise.reject(new Fault('transient', 'down'));
const target = 'resize-1';

/** What becomes of a launcher; `isFree` says whether its Job has no Secret. */
const ends = (error: unknown, takeCensus: TakeCensus | undefined, isFree?: () => Promise<boolean>) => {
  const brake = { settings, cluster: isFree ? { isFree } : {}, log, stop: over };
  return endsWellInstead(error, target, takeCensus ? { ...brake, takeCensus } : brake);
};

describe('a launcher that fails for good', () => {
  it('fails its Job until twenty have failed within the hour, and then ends well', async () => {
    expect(await ends(permanent, failed(19))).toBe(false);
    expect(await ends(permanent, failed(20))).toBe(true);
  });

  it('waits no longer than its Job has time for, which would fail for that otherwise', async () => {
    const now = Date.now() / 1000;
    const own = { uid: 'own', created: now, started: now - settings.timeout + 20.5 };
    const takeCensus = async () => ({ ...(await failed(20)()), own });
    const { signal: stop } = new AbortController();
    expect(await endsWellInstead(permanent, target, { settings, takeCensus, cluster: {}, log, stop })).toBe(true);
  });

  it('fails its Job where nobody can tell', async () => {
    expect(await ends(permanent, down)).toBe(false);
    expect(await ends(permanent, undefined)).toBe(false);
    const untold = async (): Promise<Census> => ({ ...(await failed(20)()), failedLately: down });
    expect(await ends(permanent, untold)).toBe(false);
  });

  it('always fails where another try can help, as its Job may hold a message', async () => {
    expect(await ends(new Fault('transient', 'down'), failed(100), async () => true)).toBe(false);
    expect(await ends(new Error('a bug'), failed(100), async () => true)).toBe(false);
  });

  it.each(['clusterRefused', 'deadLetterRefused'] as const)(
    'ends well where waiting mends nothing (%s), unless its Job holds a message, or may',
    async (lasting) => {
      const error = new Fault('transient', 'no right', { lasting });
      expect(await ends(error, failed(19), async () => true)).toBe(false);
      expect(await ends(error, failed(20), async () => true)).toBe(true);
      expect(await ends(error, failed(20), async () => false)).toBe(false);
      expect(await ends(error, failed(20), down)).toBe(false);
      expect(await ends(error, failed(20))).toBe(false);
    },
  );
});
