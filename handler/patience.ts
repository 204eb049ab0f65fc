import { setTimeout as sleep } from 'node:timers/promises';
import retry from 'p-retry';
import { Fault, lastingOf } from './fault.ts';
import type { Log } from './log.ts';

/**
 * For how long a refusal of the API server is tried again, in seconds: one that has just started refuses what it will allow as soon
 * as it has read the roles.
 */
const refusalGrace = 10;

/** Between two tries, in milliseconds; up to as much again at random. */
const longestWait = 3_500;

/**
 * Tries what the launcher cannot reach again, with back-off and jitter and no sooner than the other side asks for, until the signal ends
 * it. Other faults pass at once.
 */
export async function patiently<T>(action: () => Promise<T>, signal: AbortSignal, log: Log): Promise<T> {
  const began = process.uptime();
  if (signal.aborted) throw ended(undefined);
  let failed: unknown;
  try {
    // Almost always the only one: p-retry, and the clock that it reads, are not loaded for it.
    return await action();
  } catch (error) {
    failed = error;
  }
  return tryAgain(failed, action, began, signal, log);
}

/** `began` is the first attempt's process.uptime(), and `failed` how it ended. */
async function tryAgain<T>(failed: unknown, action: () => Promise<T>, began: number, signal: AbortSignal, log: Log): Promise<T> {
  const mayPass = (error: unknown) =>
    error instanceof Fault && (error.exit === 'transient' || (error.exit === 'clusterRefused' && process.uptime() - began < refusalGrace));
  let last = failed;
  let done: { value: T } | undefined;
  // Not told of by onFailedAttempt where the signal comes during the attempt.
  const attempt = async (number: number) => {
    if (number === 1) throw failed;
    try {
      done = { value: await action() };
      return done.value;
    } catch (error) {
      last = error;
      throw error;
    }
  };
  try {
    return await retry(attempt, {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 100,
      maxTimeout: longestWait,
      signal,
      shouldRetry: ({ error }) => mayPass(error),
      // The back-off with its jitter comes on top of what the other side asked for: all that it sent away at once must not be back at once.
      onFailedAttempt: async ({ error, retryDelay }) => {
        if (retryDelay === 0 || !mayPass(error)) return;
        const { retryAfter = 0 } = error as Fault;
        // Not p-retry's own jitter: that cuts it off at the longest wait, which all would then keep in step.
        const before = Math.round(retryAfter + Math.random() * retryDelay);
        log.warn({ retryInMs: before + retryDelay }, error.message);
        await sleep(before, undefined, { signal }).catch(() => {});
      },
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    // What was done is done, even when the signal came before its answer; the caller says what a stop forbids.
    if (done !== undefined) return done.value;
    throw ended(last);
  }
}

function ended(last: unknown): Fault {
  const why = last instanceof Error ? last.message : 'it was not tried';
  return new Fault('transient', `stopped, or not done in time: ${why}`, { cause: last, lasting: lastingOf(last) });
}

/**
 * Waits for a promise no longer than until the signal: the broker's client has operations that stay pending for ever, such as those
 * that a broker short of memory does not read. Throws a Fault (`transient`) then.
 */
export function inTime<T>(what: string, promise: Promise<T>, until: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Fault('transient', `stopped, or not done in time: ${what}`));
    if (until.aborted) late();
    until.addEventListener('abort', late, { once: true });
    promise.then(resolve, reject).finally(() => until.removeEventListener('abort', late));
  });
}
