/**
 * What fails for good before it owns a message (no right, a quota, a missing queue) would leave a failed Job at every poll, and with
 * dispatch nothing deletes failed Jobs by itself. Twenty an hour tell enough.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { exitCodes } from './contract.ts';
import type { Entrance } from './entrance.ts';
import { exitNameOf, lastingCause } from './fault.ts';

const enough = 20;

/** Without this wait KEDA would start the next Job at its next poll, in milliseconds. */
const wait = 60_000;

interface Brake extends Pick<Entrance, 'takeCensus' | 'log' | 'stop'> {
  readonly cluster: Pick<Cluster, 'isFree'>;
}

/**
 * Whether a failing launcher should end well instead, after a minute, so that KEDA's history removes its Job; the message is in the
 * queue either way. False where that cannot be told.
 */
export async function endsWellInstead(error: unknown, target: string, { takeCensus, cluster, log, stop }: Brake): Promise<boolean> {
  if (lastingCause(error) === undefined || takeCensus === undefined) return false;
  const failedLately = await takeCensus()
    .then((census) => census.failedLately())
    .catch(() => 0);
  if (failedLately < enough) return false;
  // One that may not look may yet have an earlier pod's message, which would go with its Job.
  if (!exitCodes[exitNameOf(error)].permanent && (await cluster.isFree?.(target).catch(() => false)) !== true) return false;
  const { message } = error as Error;
  log.error({ failedLately }, `${message}; so many Jobs have failed lately that this one only waits a minute and ends`);
  await sleep(wait, undefined, { signal: stop }).catch(() => {});
  return true;
}
