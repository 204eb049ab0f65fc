/** A small stand-in for KEDA and the kubelet: runs the entries of generated manifests on this machine until it is stopped or drained. */
import { Fault } from '../fault.ts';
import type { Job } from '../settings.ts';
import { brokerAccess } from './brokerAccess.ts';
import type { Entry } from './entry.ts';
import { queuesOf } from './queues.ts';
import { Scaler } from './scaler.ts';
import type { State } from './state.ts';
import type { Talk } from './talk.ts';
import { summary, type Tally } from './tally.ts';

export interface Local {
  readonly entries: readonly Entry[];
  readonly state: State;
  readonly talk: Talk;
  readonly drain: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted to start nothing more and to end the commands. */
  readonly stop: AbortSignal;
  /** Aborted to end the commands at once. */
  readonly kill: AbortSignal;
}

/** Whether everything went well. Throws a Refusal before anything has started. */
export async function local(here: Local): Promise<boolean> {
  const { entries, state, talk, environment } = here;
  const brokers = new Map(entries.map((entry) => [entry, brokerAccess(entry, environment)]));
  introduce(here);
  for (const target of state.endLeftovers()) talk.say(`${target}: its command had outlived an earlier run; it is ended`);
  const unfinished = unfinishedOf(here);
  const failure = new AbortController();
  const stop = AbortSignal.any([here.stop, failure.signal]);
  const runs = Array.from(brokers, async ([entry, broker]) => {
    const queues = queuesOf(broker);
    const scaler = new Scaler({ ...here, stop, entry, broker, queues, unfinished: unfinished.get(entry) ?? [], machine: environment });
    try {
      await scaler.run();
      return { entry, tally: scaler.tally, well: scaler.tally.failed === 0 };
    } catch (error) {
      talk.say(error instanceof Fault ? error.message : String((error as Error).stack));
      failure.abort();
      return { entry, tally: scaler.tally, well: false };
    } finally {
      await queues.close();
    }
  });
  const results = await Promise.all(runs);
  conclude(here, results);
  return results.every(({ well }) => well);
}

function introduce({ entries, state, talk }: Local): void {
  talk.say(`the commands run on this machine as you, without image and resource limits; the state is in ${state.folder}`);
  for (const { name, settings, max, interval, paused } of entries) {
    const how = paused ? 'paused: no new Jobs' : `up to ${max} at once, looked at every ${interval} s`;
    talk.say(`${name}: queue ${settings.queue}, ${how}`);
  }
}

/** What an earlier run left, by entry. */
function unfinishedOf({ entries, state, talk }: Local): Map<Entry, Job[]> {
  const found = new Map<Entry, Job[]>(entries.map((entry) => [entry, []]));
  for (const { entry: name, job } of state.unfinished()) {
    const entry = entries.find((one) => one.settings.jobName === name && one.namespace === job.namespace);
    if (entry === undefined)
      talk.say(`${job.namespace}/${name}: an unfinished message of this entry stays, as the manifests do not have it`);
    else found.get(entry)?.push(job);
  }
  for (const [{ name }, jobs] of found) if (jobs.length > 0) talk.say(`${name}: goes on with ${jobs.length} unfinished of an earlier run`);
  return found;
}

function conclude({ state, talk }: Local, results: readonly { entry: Entry; tally: Tally }[]): void {
  const left = state.unfinished().length;
  if (left > 0) talk.say(`${left} unfinished: kept in ${state.folder}, taken up by the next run with this state`);
  const failures = state.failures();
  if (failures > 0)
    talk.say(`${failures} failed for good: kept in ${state.folder}/failed; moved to ${state.folder}/secrets, they are tried again`);
  for (const { entry, tally } of results) talk.say(summary(entry.name, tally));
}
