import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Fault } from '../../handler/fault.ts';
import { inTime, patiently } from '../../handler/patience.ts';

const log = { info() {}, warn() {}, error() {} };
const unreachable = () => new Fault('transient', 'refused');

afterEach(() => {
  jest.restoreAllMocks();
});

describe('patience', () => {
  it('tries what is transient again until it works', async () => {
    let tries = 0;
    const action = async () => {
      tries++;
      if (tries < 3) throw unreachable();
      return 'done';
    };
    await expect(patiently(action, new AbortController().signal, log)).resolves.toBe('done');
    expect(tries).toBe(3);
  });

  it('tries what the API server refuses again, as one that has just started refuses what it will allow', async () => {
    let tries = 0;
    const action = async () => {
      tries++;
      if (tries < 2) throw new Fault('clusterRefused', 'no role yet');
      return 'done';
    };
    await expect(patiently(action, new AbortController().signal, log)).resolves.toBe('done');
  });

  it('leaves the other side alone for as long as it asks, and no longer than until the signal', async () => {
    const tries: number[] = [];
    const action = async () => {
      tries.push(performance.now());
      throw new Fault('transient', 'too many requests', { retryAfter: 400 });
    };
    await expect(patiently(action, AbortSignal.timeout(1_000), log)).rejects.toMatchObject({ exit: 'transient' });
    expect(tries).toHaveLength(2);
    expect((tries[1] ?? 0) - (tries[0] ?? 0)).toBeGreaterThan(480);
    const began = performance.now();
    await expect(patiently(action, AbortSignal.timeout(100), log)).rejects.toMatchObject({ exit: 'transient' });
    expect(performance.now() - began).toBeLessThan(350);
  });

  it('waits at random also where it does not wait longer any more, so that not all come back at once', async () => {
    const { setTimeout } = globalThis;
    const soon = (action: () => void) => setTimeout(action, 0);
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(soon as unknown as typeof setTimeout);
    let drawn = 0;
    jest.spyOn(Math, 'random').mockImplementation(() => (drawn++ % 2 === 0 ? 0.002 : 0.001));
    const waits: number[] = [];
    const end = new AbortController();
    const noting = { ...log, warn: (more: unknown) => waits.push((more as { retryInMs: number }).retryInMs) };
    const action = async () => {
      if (waits.length === 12) end.abort();
      throw unreachable();
    };
    await expect(patiently(action, end.signal, noting)).rejects.toMatchObject({ exit: 'transient' });
    expect(waits.slice(0, 4)).toEqual([100, 200, 401, 801]);
    expect(new Set(waits.slice(-4)).size).toBe(2);
    expect(waits.at(-1)).toBe(waits.at(-3));
  });

  it('passes a refusal on that stays', async () => {
    jest.spyOn(process, 'uptime').mockReturnValueOnce(0).mockReturnValue(10.001);
    const refusal = new Fault('clusterRefused', 'quota');
    await expect(patiently(() => Promise.reject(refusal), new AbortController().signal, log)).rejects.toBe(refusal);
  });

  it.each([new Fault('queueMissing', 'no queue'), new RangeError('a bug')])('passes %s on at once', async (error) => {
    let tries = 0;
    const action = async () => {
      tries++;
      throw error;
    };
    await expect(patiently(action, new AbortController().signal, log)).rejects.toBe(error);
    expect(tries).toBe(1);
  });

  it('ends with the signal, transient, and says what was the last that failed', async () => {
    const end = new AbortController();
    const action = async () => {
      setTimeout(() => end.abort(), 10);
      throw unreachable();
    };
    await expect(patiently(action, end.signal, log)).rejects.toMatchObject({
      exit: 'transient',
      message: 'stopped, or not done in time: refused',
    });
  });

  it('keeps the mark of what waiting did not mend', async () => {
    const action = () => Promise.reject(new Fault('transient', 'no right', { lasting: 'clusterRefused' }));
    await expect(patiently(action, AbortSignal.timeout(50), log)).rejects.toMatchObject({ exit: 'transient', lasting: 'clusterRefused' });
  });

  it('does not begin after the signal', async () => {
    await expect(patiently(async () => 'done', AbortSignal.abort(), log)).rejects.toMatchObject({ exit: 'transient' });
  });

  it('keeps what was done when the signal came before its answer', async () => {
    const end = new AbortController();
    const action = async () => {
      end.abort();
      return 'done';
    };
    await expect(patiently(action, end.signal, log)).resolves.toBe('done');
  });
});

describe('a wait in time', () => {
  it('passes on what comes before the signal', async () => {
    const { signal } = new AbortController();
    await expect(inTime('it', Promise.resolve('done'), signal)).resolves.toBe('done');
    await expect(inTime('it', Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
  });

  it('ends with the signal where nothing comes', async () => {
    const never = new Promise(() => {});
    const late = { exit: 'transient', message: 'stopped, or not done in time: it' };
    await expect(inTime('it', never, AbortSignal.timeout(10))).rejects.toMatchObject(late);
    await expect(inTime('it', never, AbortSignal.abort())).rejects.toMatchObject(late);
  });
});
