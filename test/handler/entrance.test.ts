import { describe, expect, it } from '@jest/globals';
import type { Census } from '../../handler/cluster.ts';
import type { LaunchSettings } from '../../handler/contract.ts';
import { enter } from '../../handler/entrance.ts';
import { Fault } from '../../handler/fault.ts';
import { settings } from './sample.ts';

const failedLately = async () => 0;
const log = { info() {}, warn() {}, error() {} };
const now = Math.floor(Date.now() / 1000);
const own = { uid: 'own', created: now, started: now };
const others = (count: number, created: number) =>
  Array.from({ length: count }, (_, place) => ({ uid: `${place}`, created, hasProcessor: false }));

/** The answers of one look after another; the last one is given again and again. */
function entering(
  answers: (Omit<Census, 'failedLately'> | Fault)[],
  more: { cap?: number; rounds?: number; until?: AbortSignal; stop?: AbortSignal } = {},
) {
  let looks = 0;
  const takeCensus = async (): Promise<Census> => {
    const answer = answers[Math.min(looks++, answers.length - 1)];
    if (answer instanceof Fault || answer === undefined) throw answer;
    return { ...answer, failedLately };
  };
  const { until = new AbortController().signal, stop = new AbortController().signal } = more;
  const result = enter({ settings: { ...settings, cap: more.cap ?? 2, rounds: more.rounds ?? 1 }, takeCensus, log, stop }, until);
  return result.then((verdict) => ({ verdict, looks }));
}

describe('the entrance', () => {
  it('lets in after one look where fewer than the cap are unfinished', async () => {
    expect(await entering([{ own, others: others(1, now) }])).toEqual({
      verdict: { pull: expect.objectContaining({ uid: 'own' }) },
      looks: 1,
    });
  });

  it('is passed without a look where somebody else counts', async () => {
    const { signal } = new AbortController();
    expect(await enter({ settings: { ...settings, cap: 1 }, log, stop: signal }, signal)).toEqual({ pull: undefined });
  });

  it('lets any number in where nothing is capped, but none that is gone', async () => {
    const { signal } = new AbortController();
    const look = (census: Omit<Census, 'failedLately'>) =>
      enter({ settings, takeCensus: async () => ({ ...census, failedLately }), log, stop: signal }, signal);
    expect(await look({ own, others: others(100, now - 1) })).toEqual({ pull: own });
    expect(await look({ own: undefined, others: [] })).toMatchObject({ standDown: expect.any(String) });
  });

  it('turns a pod away that follows another whose processor’s Job may be gone', async () => {
    const { signal } = new AbortController();
    const look = (own: Census['own'], more: Partial<LaunchSettings>) =>
      enter({ settings: { ...settings, ...more }, takeCensus: async () => ({ own, others: [], failedLately }), log, stop: signal }, signal);
    const retried = { ...own, failed: 1 };
    expect(await look(retried, { runner: 'job', acknowledge: 'dispatch' })).toMatchObject({
      standDown: expect.stringContaining('earlier pod'),
    });
    expect(await look({ ...own, failed: 0 }, { runner: 'job', acknowledge: 'dispatch' })).toEqual({ pull: { ...own, failed: 0 } });
    for (const more of [
      { runner: 'exec', acknowledge: 'dispatch' },
      { runner: 'job', acknowledge: 'completion' },
    ] as const)
      expect(await look(retried, more)).toEqual({ pull: retried });
  });

  it('looks again where only later Jobs are in the way, and lets in when they are gone', async () => {
    const crowd = { own, others: others(2, now + 1) };
    expect(await entering([crowd, crowd, { own, others: [] }])).toEqual({
      verdict: { pull: expect.objectContaining({ uid: 'own' }) },
      looks: 3,
    });
  });

  it('turns away where as many as the cap came before', async () => {
    expect(await entering([{ own, others: others(2, now - 1) }])).toEqual({
      verdict: { standDown: '2 Jobs of the entry came before this one' },
      looks: 1,
    });
  });

  it('turns away at the deadline', async () => {
    const until = AbortSignal.timeout(700);
    expect(await entering([{ own, others: others(2, now + 1) }], { until })).toMatchObject({ verdict: { standDown: expect.any(String) } });
  });

  it('ends with SIGTERM as what is transient', async () => {
    const stop = AbortSignal.timeout(300);
    await expect(entering([{ own, others: others(2, now + 1) }], { until: stop, stop })).rejects.toMatchObject({ exit: 'transient' });
  });

  it('turns away a Job that is gone, or that more than half of its time has gone by for', async () => {
    expect(await entering([{ own: undefined, others: [] }])).toMatchObject({ verdict: { standDown: 'this Job is finished or gone' } });
    const late = { ...own, started: now - settings.timeout / 2 - 5 };
    expect(await entering([{ own: late, others: [] }])).toMatchObject({
      verdict: { standDown: expect.stringContaining('too little'), tooLate: true },
    });
    expect(await entering([{ own: { ...late, started: now - settings.timeout / 2 + 5 }, others: [] }])).toMatchObject({
      verdict: { pull: expect.objectContaining({ uid: 'own' }) },
    });
  });

  it('lets a late Job in whose processor has its whole time in a Job of its own, while there is time to make that', async () => {
    const { signal } = new AbortController();
    const late = { ...own, started: now - 145 };
    const look = (more: Partial<LaunchSettings>) =>
      enter(
        {
          settings: { ...settings, runner: 'job', timeout: 3, deadline: 120, ...more },
          takeCensus: async () => ({ own: late, others: [], failedLately }),
          log,
          stop: signal,
        },
        signal,
      );
    expect(await look({ acknowledge: 'dispatch' })).toEqual({ pull: late });
    expect(await look({ acknowledge: 'dispatch', deadline: 110 })).toMatchObject({ tooLate: true });
    expect(await look({ acknowledge: 'completion' })).toMatchObject({ tooLate: true });
  });

  it('counts every round of a batch: a late index has its own time left', async () => {
    const at = (started: number) => entering([{ own: { ...own, started }, others: [] }], { rounds: 3 });
    expect(await at(now - settings.timeout * 2.5 + 5)).toMatchObject({ verdict: { pull: expect.objectContaining({ uid: 'own' }) } });
    expect(await at(now - settings.timeout * 2.5 - 5)).toMatchObject({ verdict: { standDown: expect.stringContaining('too little') } });
  });

  it('asks an API server that cannot be reached again', async () => {
    expect(await entering([new Fault('transient', 'down'), { own, others: [] }])).toEqual({
      verdict: { pull: expect.objectContaining({ uid: 'own' }) },
      looks: 2,
    });
  });
});
