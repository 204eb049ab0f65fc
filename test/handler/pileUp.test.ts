import { describe, expect, it } from '@jest/globals';
import type { Census } from '../../handler/cluster.ts';
import { Fault } from '../../handler/fault.ts';
import { endsWellInstead } from '../../handler/pileUp.ts';

const log = { info() {}, warn() {}, error() {} };
/** The minute is over at once. */
const over = AbortSignal.abort();
const failed = (failedLately: number) => async (): Promise<Census> => ({
  own: undefined,
  others: [],
  failedLately: async () => failedLately,
});
const permanent = new Fault('queueMissing', 'no queue');

describe('a launcher that fails for good', () => {
  it('fails its Job until twenty have failed within the hour, and then ends well', async () => {
    expect(await endsWellInstead(permanent, failed(19), log, over)).toBe(false);
    expect(await endsWellInstead(permanent, failed(20), log, over)).toBe(true);
  });

  it('fails its Job where nobody can tell', async () => {
    expect(await endsWellInstead(permanent, () => Promise.reject(new Fault('transient', 'down')), log, over)).toBe(false);
    expect(await endsWellInstead(permanent, undefined, log, over)).toBe(false);
    const untold = async (): Promise<Census> => ({
      ...(await failed(20)()),
      failedLately: () => Promise.reject(new Fault('transient', 'down')),
    });
    expect(await endsWellInstead(permanent, untold, log, over)).toBe(false);
  });

  it('always fails where another try can help, as its Job may hold a message', async () => {
    expect(await endsWellInstead(new Fault('transient', 'down'), failed(100), log, over)).toBe(false);
    expect(await endsWellInstead(new Error('a bug'), failed(100), log, over)).toBe(false);
  });
});
