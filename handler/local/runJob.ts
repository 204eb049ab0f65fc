/** One Job from its start to its end: tries until the command succeeds, as Kubernetes' Job controller does. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { processorEnvironment } from './environment.ts';
import { identity } from './identity.ts';
import { type Launching, launchHere } from './launchHere.ts';
import { type Ended, runProcessor } from './processor.ts';
import type { Talk } from './talk.ts';

export interface Running extends Omit<Launching, 'log'> {
  /** Short, for the user. */
  readonly name: string;
  readonly talk: Talk;
  /** Aborted when commands have to end at once. */
  readonly kill: AbortSignal;
  readonly machine: Readonly<Record<string, string | undefined>>;
}

/** How a Job ended: stopped is one that a later run goes on with, if it has a message. */
export type JobEnd = 'done' | 'stopped' | 'failed' | 'failed without a message';

/** Longer than this no timer can wait, in milliseconds: 24 days. */
export const longest = 2 ** 31 - 1;

/** How long a failed try is followed by nothing, in milliseconds; Kubernetes' own 10 s and more would only keep a developer waiting. */
export function backOff(failures: number): number {
  return Math.min(500 * 2 ** (failures - 1), 10_000);
}

export async function runJob(running: Running): Promise<JobEnd> {
  const { entry, state, target, talk, name, stop } = running;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), Math.min((entry.deadline ?? Number.POSITIVE_INFINITY) * 1000, longest));
  const end = AbortSignal.any([stop, late.signal]);
  try {
    for (let failures = 1; ; failures++) {
      const tried = await tryOnce({ ...running, stop: end });
      if (tried.ok && !late.signal.aborted) return done(running);
      if (!end.aborted) {
        if (tried.permanent || failures > entry.retries) return failed(running, tried.how);
        talk.say(`${name}: ${tried.how}; trying again in ${backOff(failures) / 1000} s (${failures} of ${entry.retries})`);
        await sleep(backOff(failures), undefined, { signal: end }).catch(() => {});
      }
      if (late.signal.aborted) return failed(running, `took longer than its ${entry.deadline} s`);
      if (stop.aborted) return 'stopped';
    }
  } finally {
    clearTimeout(timer);
    state.clear(target);
  }
}

type Tried = Ended & { readonly permanent?: boolean };

/** A pod: the launcher, then the processor. */
async function tryOnce(running: Running): Promise<Tried> {
  const { entry, state, target, talk, name, stop, kill, machine } = running;
  const launched = await launchHere({ ...running, log: talk.log(name) });
  if ('failed' in launched) return { ok: false, how: launched.failed, permanent: launched.permanent };
  const { outcome } = launched;
  if ('exit' in outcome) return { ok: outcome.exit === 0, how: `ended with code ${outcome.exit}` };
  return runProcessor({
    name,
    command: entry.command,
    environment: processorEnvironment(machine, entry.environment, outcome),
    grace: entry.grace,
    talk,
    end: stop,
    kill,
    onStart: (pid) => state.running(target, identity(pid) ?? ''),
  });
}

function done({ state, target }: Running): JobEnd {
  state.finish(target);
  return 'done';
}

function failed({ state, target, talk, name }: Running, how: string): JobEnd {
  const file = existsSync(state.secret(target)) ? state.fail(target) : undefined;
  talk.say(`${name}: failed for good: ${how}; ${file === undefined ? 'it had no message' : `its message is kept in ${file}`}`);
  return file === undefined ? 'failed without a message' : 'failed';
}
