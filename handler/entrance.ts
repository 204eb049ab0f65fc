import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnJob, TakeCensus } from './cluster.ts';
import { type LaunchSettings, startAllowance } from './contract.ts';
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

/**
 * That this Job may pull a message, as it is then (undefined where nobody counts); or why it leaves it to others. `tooLate`: they may fare
 * no better.
 */
export type Entered = { readonly pull: OwnJob | undefined } | { readonly standDown: string; readonly tooLate?: true };

/** What a launcher may need to make the processor's Job, in seconds. */
const dispatching = 30;

/** Waits at the gate. Throws a Fault: transient. */
export async function enter({ settings, takeCensus, log, stop }: Entrance, until: AbortSignal): Promise<Entered> {
  const { cap, timeout, rounds = 1, deadline, runner, acknowledge } = settings;
  if (takeCensus === undefined) return { pull: undefined };
  const dispatchesJob = runner === 'job' && acknowledge === 'dispatch';
  /** Of the Job's time, in seconds. A processor in a Job of its own has the whole timeout there, and the launcher's has time for its deadline and a pod's start. */
  const last = dispatchesJob ? Math.max(timeout, deadline + startAllowance) - dispatching : timeout * (rounds - 0.5);
  while (true) {
    const { own, others } = await patiently(takeCensus, until, log);
    if (own === undefined) return { standDown: 'this Job is finished or gone' };
    // KEDA's history may have removed the processor's Job that it made, and with it every trace of its message.
    if (dispatchesJob && (own.failed ?? 0) > 0) return { standDown: 'an earlier pod of this Job may have had its message' };
    if (own.started !== undefined && Date.now() / 1000 - own.started > last)
      return { standDown: "too little was left of the Job's time when it could start", tooLate: true };
    const said = cap === undefined ? 'pull' : verdict(own, others, cap);
    if (said === 'pull') return { pull: own };
    if (said === 'stand down') return { standDown: `${cap} Jobs of the entry came before this one` };
    await sleep(pause * (1 + Math.random()), undefined, { signal: until }).catch(() => {});
    if (until.aborted && !stop.aborted) return { standDown: 'the Jobs before this one were not finished in time' };
  }
}
