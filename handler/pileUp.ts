/**
 * What fails for good before it owns a message (no right, a quota, a missing queue) would leave a failed Job at every poll, and with
 * dispatch nothing deletes failed Jobs by itself. Twenty an hour tell enough.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { exitCodes } from './contract.ts';
import type { Entrance } from './entrance.ts';
import { exitNameOf, lastingCause } from './fault.ts';
import { timeLeft } from './jobTime.ts';

const enough = 20;

/** Without this wait KEDA would start the next Job at its next poll, in seconds. */
const longest = 60;

/** What the end of a Job takes on a busy node, in seconds: it would fail, too, if its time were over before it has ended. */
const ending = 20;

interface Brake extends Pick<Entrance, 'settings' | 'takeCensus' | 'log' | 'stop'> {
  readonly cluster: Pick<Cluster, 'isFree'>;
}

/**
 * Whether a failing launcher should end well instead, after a minute or as much of it as its Job has time for, so that KEDA's history
 * removes its Job; the message is in the queue either way. False where that cannot be told.
 */
export async function endsWellInstead(error: unknown, target: string, brake: Brake): Promise<boolean> {
  const { settings, takeCensus, cluster, log, stop } = brake;
  if (lastingCause(error) === undefined || takeCensus === undefined) return false;
  const { own, failedLately } = await takeCensus()
    .then(async (census) => ({ own: census.own, failedLately: await census.failedLately() }))
    .catch(() => ({ own: undefined, failedLately: 0 }));
  if (failedLately < enough) return false;
  // One that may not look may yet have an earlier pod's message, which would go with its Job.
  if (!exitCodes[exitNameOf(error)].permanent && (await cluster.isFree?.(target).catch(() => false)) !== true) return false;
  const { message } = error as Error;
  const room = own === undefined ? longest : Math.max(0, timeLeft(own, settings) - ending);
  const wait = Math.min(longest, room);
  log.error({ failedLately, seconds: Math.round(wait) }, `${message}; so many Jobs have failed lately that this one only waits and ends`);
  await sleep(wait * 1000, undefined, { signal: stop }).catch(() => {});
  return true;
}
