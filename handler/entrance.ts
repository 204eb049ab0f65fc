import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnJob, TakeCensus } from './cluster.ts';
import type { LaunchSettings } from './contract.ts';
import { verdict } from './gate.ts';
import { isDispatched, isTooLate } from './jobTime.ts';
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

export const late: Extract<Entered, { standDown: string }> = { standDown: "too little was left of the Job's time", tooLate: true };

/** Waits at the gate. Throws a Fault: transient. */
export async function enter({ settings, takeCensus, log, stop }: Entrance, until: AbortSignal): Promise<Entered> {
  const { cap } = settings;
  if (takeCensus === undefined) return { pull: undefined };
  while (true) {
    const { own, others } = await patiently(takeCensus, until, log);
    if (own === undefined) return { standDown: 'this Job is finished or gone' };
    // KEDA's history may have removed the processor's Job that it made, and with it every trace of its message.
    if (isDispatched(settings) && (own.failed ?? 0) > 0) return { standDown: 'an earlier pod of this Job may have had its message' };
    if (isTooLate(own, settings)) return late;
    const said = cap === undefined ? 'pull' : verdict(own, others, cap);
    if (said === 'pull') return { pull: own };
    if (said === 'stand down') return { standDown: `${cap} Jobs of the entry came before this one` };
    await sleep(pause * (1 + Math.random()), undefined, { signal: until }).catch(() => {});
    if (until.aborted && !stop.aborted) return { standDown: 'the Jobs before this one were not finished in time' };
  }
}
