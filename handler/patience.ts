import retry from 'p-retry';
import { Fault } from './fault.ts';
import type { Log } from './log.ts';

/** Tries what the launcher cannot reach again, with back-off and jitter, until the signal ends it. Other faults pass at once. */
export async function patiently<T>(action: () => Promise<T>, signal: AbortSignal, log: Log): Promise<T> {
  let last: unknown;
  // Not told of by onFailedAttempt where the signal comes during the attempt.
  const attempt = () =>
    action().catch((error: unknown) => {
      last = error;
      throw error;
    });
  try {
    return await retry(attempt, {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 100,
      maxTimeout: 5_000,
      randomize: true,
      signal,
      shouldRetry: ({ error }) => error instanceof Fault && error.exit === 'transient',
      onFailedAttempt: ({ error, retryDelay }) => {
        if (retryDelay > 0 && error instanceof Fault && error.exit === 'transient') log.warn({ retryInMs: retryDelay }, error.message);
      },
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    const why = last instanceof Error ? last.message : 'it was not tried';
    throw new Fault('transient', `stopped, or not done in time: ${why}`, { cause: last });
  }
}
