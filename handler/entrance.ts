import { setTimeout as sleep } from 'node:timers/promises';
import type { TakeCensus } from './cluster.ts';
import type { LaunchSettings } from './contract.ts';
import { verdict } from './gate.ts';
import type { Log } from './log.ts';
import { patiently } from './patience.ts';

/** Between two looks, in milliseconds; as much again at random. */
const pause = 500;

export interface Entrance {
  readonly settings: LaunchSettings;
  /** Absent where somebody else counts. */
  readonly takeCensus?: TakeCensus;
  readonly log: Log;
  readonly stop: AbortSignal;
}

/** Waits at the gate: whether this Job may pull a message, or leaves it to others. Throws a Fault: transient. */
export async function enter({ settings, takeCensus, log, stop }: Entrance, until: AbortSignal): Promise<'pull' | { standDown: string }> {
  const { cap, timeout, rounds = 1 } = settings;
  if (takeCensus === undefined) return 'pull';
  while (true) {
    const { own, others } = await patiently(takeCensus, until, log);
    if (own === undefined) return { standDown: 'this Job is finished or gone' };
    if (own.started !== undefined && Date.now() / 1000 - own.started > timeout * (rounds - 0.5))
      return { standDown: "less than half of the timeout was left of the Job's time when it could start" };
    const said = cap === undefined ? 'pull' : verdict(own, others, cap);
    if (said === 'pull') return said;
    if (said === 'stand down') return { standDown: `${cap} Jobs of the entry came before this one` };
    await sleep(pause * (1 + Math.random()), undefined, { signal: until }).catch(() => {});
    if (until.aborted && !stop.aborted) return { standDown: 'the Jobs before this one were not finished in time' };
  }
}
