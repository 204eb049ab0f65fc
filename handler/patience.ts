import retry from 'p-retry';
import { Fault } from './fault.ts';
import type { Log } from './log.ts';

/**
 * For how long a refusal of the API server is tried again, in milliseconds: one that has just started refuses what it will allow as soon
 * as it has read the roles.
 */
const refusalGrace = 10_000;

/** Tries what the launcher cannot reach again, with back-off and jitter, until the signal ends it. Other faults pass at once. */
export async function patiently<T>(action: () => Promise<T>, signal: AbortSignal, log: Log): Promise<T> {
  const began = performance.now();
  const mayPass = (error: unknown) =>
    error instanceof Fault && (error.exit === 'transient' || (error.exit === 'clusterRefused' && performance.now() - began < refusalGrace));
  let last: unknown;
  let done: { value: T } | undefined;
  // Not told of by onFailedAttempt where the signal comes during the attempt.
  const attempt = async () => {
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
      maxTimeout: 5_000,
      randomize: true,
      signal,
      shouldRetry: ({ error }) => mayPass(error),
      onFailedAttempt: ({ error, retryDelay }) => {
        if (retryDelay > 0 && mayPass(error)) log.warn({ retryInMs: retryDelay }, error.message);
      },
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    // What was done is done, even when the signal came before its answer; the caller says what a stop forbids.
    if (done !== undefined) return done.value;
    const why = last instanceof Error ? last.message : 'it was not tried';
    throw new Fault('transient', `stopped, or not done in time: ${why}`, { cause: last });
  }
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
