/** One look at all entries of a namespace, or of all. */
import type { KubernetesObject, V1Job, V1Pod } from '@kubernetes/client-node';
import { labels } from '../contract.ts';
import { Fault } from '../fault.ts';
import { type Entry, entryOf } from '../operator/entry.ts';
import { list, metadataOnly, type ScaledJob, type Scope } from '../operator/objects.ts';
import type { Ask } from '../operator/userApi.ts';
import { type Count, type PlacedEntry, unknown } from './counts.ts';
import { type Row, row } from './row.ts';

export interface Look {
  readonly entries: readonly Row[];
  /** What could not be told, and why. */
  readonly notes: readonly string[];
}

/** Throws a Fault where the cluster does not answer, or lets nobody see ScaledJobs, Jobs and pods. */
export async function look(ask: Ask, scope: Scope, count: Count): Promise<Look> {
  const notes = new Set<string>();
  const [scaledJobs, jobs, pods, secrets] = await Promise.all([
    list<ScaledJob>(ask, 'ScaledJob', scope),
    list<V1Job>(ask, 'Job', scope),
    list<V1Pod>(ask, 'Pod', scope, { fields: 'status.phase!=Running,status.phase!=Succeeded' }),
    namesOfSecrets(ask, scope, notes),
  ]);
  const entries = new Map(scaledJobs.map((scaledJob) => [scaledJob, placed(scaledJob, notes)]));
  const counts = await count(
    [...entries.values()].filter((one) => one !== undefined),
    notes,
  );
  const [jobsOf, podsOf] = [byEntry(jobs), byEntry(pods)];
  const rows = scaledJobs.map((scaledJob) => {
    const [entry, key] = [entries.get(scaledJob), entryKey(scaledJob)];
    return row({
      scaledJob,
      queue: entry?.entry.settings.queue,
      counts: (entry && counts.get(entry)) ?? unknown,
      jobs: jobsOf.get(key) ?? [],
      pods: podsOf.get(key) ?? [],
      secrets: secrets?.get(scaledJob.metadata?.namespace) ?? (secrets && new Set()),
    });
  });
  return { entries: rows, notes: [...notes] };
}

/** Without what is in them, which may be much. Undefined, and a note, where they may not be listed. */
async function namesOfSecrets(ask: Ask, scope: Scope, notes: Set<string>) {
  try {
    const secrets = await list<KubernetesObject>(ask, 'Secret', scope, { accept: metadataOnly });
    const byNamespace = Map.groupBy(secrets, ({ metadata }) => metadata?.namespace);
    return new Map([...byNamespace].map(([namespace, these]) => [namespace, new Set(these.map(({ metadata }) => metadata?.name ?? ''))]));
  } catch (error) {
    if (!(error instanceof Fault) || error.exit !== 'clusterRefused') throw error;
    notes.add(`messages kept: ${error.message}`);
    return undefined;
  }
}

function placed(scaledJob: ScaledJob, notes: Set<string>): PlacedEntry | undefined {
  const { namespace = '', name = '' } = scaledJob.metadata ?? {};
  let entry: Entry | undefined;
  try {
    entry = entryOf(scaledJob.spec.jobTargetRef.template.spec);
    if (entry === undefined) notes.add(`${namespace}/${name}: its pod template has no launcher, which says which queue and broker`);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    notes.add(`${namespace}/${name}: ${error.message}`);
  }
  return entry && { namespace, entry };
}

function byEntry<T extends KubernetesObject>(objects: readonly T[]): Map<string, T[]> {
  return Map.groupBy(objects, entryKey);
}

function entryKey({ metadata }: KubernetesObject): string {
  return `${metadata?.namespace}/${metadata?.labels?.[labels.entry]}`;
}
