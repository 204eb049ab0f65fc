/** The story: which Jobs or dead letters, then each of them. */
import type { V1Job } from '@kubernetes/client-node';
import { labels } from '../contract.ts';
import { Fault } from '../fault.ts';
import { type Entry, entryOf } from '../operator/entry.ts';
import { type FailedJob, finallyFailed } from '../operator/finallyFailed.ts';
import { get, list, may, type ScaledJob } from '../operator/objects.ts';
import { selectorOf } from '../operator/selector.ts';
import { type Ask, Unanswered } from '../operator/userApi.ts';
import { Refusal } from '../refusal.ts';
import type { Brokers } from './brokers.ts';
import type { Order } from './order.ts';
import { redriveDeadLetters } from './redriveDeadLetters.ts';
import { nameOf } from './redriveJob.ts';
import { redriveJobs } from './redriveJobs.ts';
import type { Report } from './report.ts';

export interface Means {
  readonly ask: Ask;
  readonly brokers: Brokers;
  readonly report: Report;
  readonly say: (line: string) => void;
}

/** Throws a Refusal where what was asked for is not there, and a Fault where nothing can be done. */
export async function redrive(order: Order, means: Means): Promise<void> {
  const scaledJobs = await list<ScaledJob>(
    means.ask,
    'ScaledJob',
    order.job === undefined ? scopeOf(order) : { namespace: order.namespace },
  );
  if (order.from === 'dead-letters') await deadLetters(order, scaledJobs, means);
  else await jobs(order, scaledJobs, means);
}

function scopeOf({ namespace, names, selector }: Order): { namespace: string; selector?: string } {
  const named = selectorOf(names, selector);
  return { namespace, ...(named !== undefined && { selector: named }) };
}

async function jobs(order: Order, scaledJobs: readonly ScaledJob[], { ask, ...means }: Means): Promise<void> {
  const all = order.job === undefined ? await list<V1Job>(ask, 'Job', scopeOf(order)) : [await theJob(ask, order.namespace, order.job)];
  const known = new Set([...all, ...scaledJobs].map(({ metadata }) => metadata?.labels?.[labels.entry]));
  refuseUnknown(order, known);
  const failed = chosen(all, order, means.report);
  await checkRights(ask, order.namespace, failed, means.report);
  const entryNow = ({ entry }: FailedJob): Entry | undefined => {
    const scaledJob = scaledJobs.find(({ metadata }) => metadata?.labels?.[labels.entry] === entry);
    return entryOf(scaledJob?.spec.jobTargetRef.template.spec);
  };
  await redriveJobs(failed, { ...means, ask, to: order.to, limit: order.limit, entryNow });
}

async function theJob(ask: Ask, namespace: string, name: string): Promise<V1Job> {
  const job = await get<V1Job>(ask, 'Job', namespace, name);
  if (job === undefined) throw new Fault('settings', `there is no Job ${namespace}/${name}`);
  return job;
}

function refuseUnknown({ namespace, names }: Order, known: ReadonlySet<string | undefined>): void {
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new Fault(
      'settings',
      `namespace ${namespace} has no entry ${unknown.join(', ')}; event-jobs status --namespace ${namespace} lists them by jobName`,
    );
}

/** The oldest first. What is not failed goes without saying, unless it alone was asked for. */
function chosen(all: readonly V1Job[], { job }: Order, report: Report): FailedJob[] {
  const failed: FailedJob[] = [];
  for (const one of [...all].sort((a, b) => created(a) - created(b))) {
    const what = nameOf({ namespace: one.metadata?.namespace ?? '', name: one.metadata?.name ?? '' });
    const verdict = attempt(() => finallyFailed(one));
    if ('why' in verdict) report.faults.push({ what, why: verdict.why });
    else if ('failed' in verdict) failed.push(verdict.failed);
    else if (verdict.isFailed || job !== undefined) report.left.push({ what, why: verdict.left });
  }
  return failed;
}

function created({ metadata }: V1Job): number {
  return Date.parse(String(metadata?.creationTimestamp));
}

/** Launch settings of a version that is not read here are one Job's fault, not all of them's. */
function attempt<T>(action: () => T): T | { why: string } {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { why: error.message };
  }
}

/** Better than to find out once for each Job. */
async function checkRights(ask: Ask, namespace: string, failed: readonly FailedJob[], { dryRun }: Report): Promise<void> {
  const places = failed.flatMap((job) => job.places);
  const needed = [
    ...(failed.length > 0 && !dryRun ? ([['delete', 'Job']] as const) : []),
    ...(places.some(({ index }) => index !== undefined) && !dryRun ? ([['delete', 'Secret']] as const) : []),
    ...(places.length > 0 ? ([['get', 'Secret']] as const) : []),
  ];
  for (const [verb, kind] of needed)
    if (!(await may(ask, verb, kind, namespace)))
      throw new Fault('clusterRefused', `no right to ${verb} ${kind}s in namespace ${namespace}: nothing was done`);
}

async function deadLetters(order: Order, scaledJobs: readonly ScaledJob[], means: Means): Promise<void> {
  const { namespace, deadLetterQueue: queue, limit } = order;
  refuseUnknown(order, new Set(scaledJobs.map(({ metadata }) => metadata?.labels?.[labels.entry])));
  for (const { metadata, spec } of scaledJobs) {
    try {
      const entry = entryOf(spec.jobTargetRef.template.spec);
      if (entry === undefined) continue;
      await redriveDeadLetters(namespace, entry, { ...means, queue, limit });
    } catch (error) {
      if (!(error instanceof Fault || error instanceof Refusal)) throw error;
      means.report.faults.push({ what: `${namespace}/${metadata?.name}`, why: error.message });
      means.say(`${metadata?.name}: not done: ${error.message}`);
      if (error instanceof Unanswered) return means.say('stopped: nor would the cluster answer for the others');
    }
  }
}
