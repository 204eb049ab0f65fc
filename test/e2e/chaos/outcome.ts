import { setTimeout as sleep } from 'node:timers/promises';
import { logsFolder } from '../evidence/evidence.ts';
import { podLogs } from '../evidence/podLogs.ts';
import type { Disturbance } from './disturbance.ts';
import { type Duplicate, duplicates } from './duplicates.ts';
import type { Load } from './load.ts';
import { pullsIn, type Run, runsIn, standDownsIn } from './testimony.ts';

export interface Outcome {
  runs: Run[];
  deadLetters: Awaited<ReturnType<Load['deadLetters']>>;
  /** Messages in the Secrets of failed Jobs. */
  failed: number[];
  processedTwice: Duplicate[];
  deadTwice: Duplicate[];
  standDowns: number;
}

/** Waits until nothing waits and nobody works, in two looks. */
export async function untilOver(loads: readonly Load[], seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000;
  let before = false;
  while (true) {
    const left = (await Promise.all(loads.map((load) => load.left()))).filter((what) => what !== undefined);
    if (left.length === 0 && before) return;
    if (Date.now() > end) throw new Error(`not over within ${seconds} s: ${left.join('; ')}`);
    before = left.length === 0;
    await sleep(1500);
  }
}

export function logsOf({ namespace }: Load, of: 'launcher' | 'processor') {
  return podLogs(logsFolder, (log) => log.namespace === namespace.name && log.container === of);
}

export async function outcomeOf(load: Load, disturbances: readonly Disturbance[]): Promise<Outcome> {
  const runs = runsIn(logsOf(load, 'processor'));
  const launchers = logsOf(load, 'launcher');
  const pulls = pullsIn(launchers);
  const deadLetters = await load.deadLetters();
  const letters = deadLetters.map(({ n, target }) => ({ n, target: String(target) }));
  return {
    runs,
    deadLetters,
    failed: await load.failed(),
    processedTwice: duplicates(
      runs.filter(({ done }) => done),
      pulls,
      disturbances,
      load.cell,
    ),
    deadTwice: duplicates(letters, pulls, disturbances, load.cell),
    standDowns: standDownsIn(launchers),
  };
}
