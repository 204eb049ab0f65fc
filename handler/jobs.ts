import type { V1Job, V1JobList, V1ObjectMeta } from '@kubernetes/client-node';
import { content, transient } from './answer.ts';
import type { Call } from './apiServer.ts';
import type { OwnJob, TakeCensus } from './cluster.ts';
import { type LaunchSettings, labels } from './contract.ts';
import { has, type ListedJob, listedJobs, type Table } from './jobList.ts';
import { besides, pieces, seconds } from './pieces.ts';
import type { Job } from './settings.ts';

const tables = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** For this long a failed Job tells of the entry's present state, in seconds. */
const lately = 3600;

/**
 * Counts the entry's Jobs; without a resourceVersion, so that the lists are of now and not from a cache. Jobs that failed may be kept by
 * the thousand, and no selector leaves them out. So the list is one of names and states alone, a hundredth in size; only where as many as
 * the cap are unfinished do the stamps matter, and a second one has them.
 */
export function jobs(call: Call, { jobName, cap }: Pick<LaunchSettings, 'jobName' | 'cap'>, job: Job): TakeCensus {
  const list = async (accept: string | undefined, query: Record<string, string>) => {
    const answer = await call('GET', `/apis/batch/v1/namespaces/${job.namespace}/jobs?${new URLSearchParams(query)}`, undefined, accept);
    if (answer.status !== 200) throw transient(answer, "did not list the entry's Jobs");
    return content<V1JobList | Table>(answer);
  };
  // Leaves out those that have succeeded; but a batch of which one pod has may have more to do.
  const unsuccessful = job.index === undefined ? { fieldSelector: 'status.successful=0' } : {};
  const entry = { labelSelector: `${labels.entry}=${jobName}`, ...unsuccessful };
  const all = async (includeObject: 'None' | 'Metadata') =>
    listedJobs(await list(tables, { ...entry, includeObject })) ?? listedJobs(await list(undefined, entry)) ?? [];

  /** A Job's UID, stamp and labels stay what they are: while nobody is new, the lean list and these tell all. */
  let known = new Map<string, ListedJob>();
  const otherPieces = async (enough: number) => {
    const named = unfinished(await all('None'));
    const atMost = besides(named, job.name, jobName);
    if (atMost.length < enough) return atMost;
    if (named.every(({ name }) => known.has(name)))
      return pieces(
        named.map((one) => known.get(one.name) ?? one),
        job.uid,
      );
    // Of one moment, too: between two lists a piece may have gone from its launcher's Job to its processor's.
    const stamped = unfinished(await all('Metadata'));
    known = new Map(stamped.map((one) => [one.name, one]));
    return pieces(stamped, job.uid);
  };
  return async () => {
    const [itself, others] = await Promise.all([
      list(undefined, { fieldSelector: `metadata.name=${job.name}` }),
      cap === undefined ? [] : otherPieces(cap),
    ]);
    return {
      own: ownJob((itself as V1JobList).items, job),
      others,
      failedLately: async () => failedSince(await all('Metadata'), Date.now() / 1000 - lately),
    };
  };
}

/** Undefined too where it is being deleted or about to fail: its pod is on its way out, whether SIGTERM has reached it or not. */
function ownJob(items: readonly V1Job[], { uid }: Job): OwnJob | undefined {
  const own = items.find(({ metadata }) => metadata?.uid === uid);
  if (own === undefined || own.metadata?.deletionTimestamp !== undefined) return undefined;
  if ((['Complete', 'Failed', 'FailureTarget'] as const).some((condition) => has(own, condition))) return undefined;
  return {
    uid,
    created: seconds(own.metadata?.creationTimestamp) ?? 0,
    started: seconds(own.status?.startTime),
    failed: own.status?.failed,
    owner: scaledJobOf(own.metadata),
  };
}

/** The ScaledJob that owns a Job, if one does. */
export function scaledJobOf(metadata: V1ObjectMeta | undefined): OwnJob['owner'] {
  const found = metadata?.ownerReferences?.find(({ kind }) => kind === 'ScaledJob');
  return found && { apiVersion: found.apiVersion, kind: found.kind, name: found.name, uid: found.uid };
}

function unfinished(jobs: readonly ListedJob[]): ListedJob[] {
  return jobs.filter(({ end }) => end === undefined);
}

/** `since` is in seconds since 1970. */
function failedSince(jobs: readonly ListedJob[], since: number): number {
  return jobs.filter(({ end, metadata }) => end === 'Failed' && (seconds(metadata?.creationTimestamp) ?? 0) > since).length;
}
