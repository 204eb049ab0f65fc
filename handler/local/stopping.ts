import { constants } from 'node:os';
import type { Talk } from './talk.ts';

export interface Stopping {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
  /** 128 and the number of the signal that came first, as a shell has it; 0 without one. */
  signalCode(): number;
}

/** Ctrl-C and SIGTERM: the first stops, a second one ends the commands at once; so does a reader of the output that has gone away. */
export function stopping({ say }: Talk): Stopping {
  const stop = new AbortController();
  const kill = new AbortController();
  let code = 0;
  const on = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => {
    if (stop.signal.aborted) return kill.abort();
    code = 128 + constants.signals[signal];
    say('stopping: no new Jobs, SIGTERM to the commands; once more ends them at once');
    stop.abort();
  };
  process.on('SIGINT', on).on('SIGTERM', on).on('SIGHUP', on);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort());
  return { stop: stop.signal, kill: kill.signal, signalCode: () => code };
}
