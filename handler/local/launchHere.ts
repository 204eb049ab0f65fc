/** The launcher's story for one try of a Job, with this machine's cluster and volume. */
import { type Broker, connectBroker } from '../broker.ts';
import type { BrokerAccess } from '../connection.ts';
import { exitCodes } from '../contract.ts';
import { exitNameOf } from '../fault.ts';
import { launch } from '../launch.ts';
import type { Log } from '../log.ts';
import type { Job } from '../settings.ts';
import type { Entry } from './entry.ts';
import { type LocalOutcome, localVolume } from './localVolume.ts';
import { type Met, observed } from './observedBroker.ts';
import { secretFiles } from './secretFiles.ts';
import type { State } from './state.ts';

export interface Launching {
  readonly entry: Entry;
  readonly broker: BrokerAccess;
  readonly job: Job;
  readonly target: string;
  readonly state: State;
  readonly log: Log;
  readonly met: (what: Met) => void;
  readonly stop: AbortSignal;
}

/** What the launcher left, or how its container would have ended. */
export type Launched = { readonly outcome: LocalOutcome } | { readonly failed: string; readonly permanent: boolean };

export async function launchHere({ entry, broker, job, target, state, log, met, stop }: Launching): Promise<Launched> {
  const { settings } = entry;
  const over = new AbortController();
  const brokers: Broker[] = [];
  const connect = async () => {
    const connected = await connectBroker(broker, `event-jobs local ${job.namespace}/${job.name}`, log);
    brokers.push(connected);
    if (over.signal.aborted) await close(connected);
    return observed(connected, met);
  };
  try {
    const volume = await localVolume(state.volume(target));
    const cluster = secretFiles((name) => state.secret(name), settings.jobName, job);
    await launch({ settings, job, connect, cluster, volume, log, stop: AbortSignal.any([stop, over.signal]) });
    const outcome = volume.outcome();
    return outcome === undefined ? { failed: exitCodes.noOutcome.meaning, permanent: false } : { outcome };
  } catch (error) {
    const { code, permanent } = exitCodes[exitNameOf(error)];
    return { failed: `the launcher ended with code ${code}: ${(error as Error).message}`, permanent };
  } finally {
    // The real launcher's process ends here, and with it what it had not closed; a connection still being made is closed once it is there.
    over.abort();
    await Promise.all(brokers.map(close));
  }
}

async function close(broker: Broker): Promise<void> {
  await broker.close().catch(() => {});
}
