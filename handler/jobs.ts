import type { V1Job, V1JobList } from '@kubernetes/client-node';
import { type Call, content, reason } from './apiServer.ts';
import type { Census, TakeCensus } from './cluster.ts';
import { labels } from './contract.ts';
import { Fault } from './fault.ts';
import type { Job } from './settings.ts';

/** Counts the entry's Jobs. Without a resourceVersion, so that the list is of now and not from a cache. */
export function jobs(call: Call, jobName: string, job: Job): TakeCensus {
  // Leaves out those that have succeeded; but a batch of which one pod has may have more to do.
  const unsuccessful = job.index === undefined ? { fieldSelector: 'status.successful=0' } : {};
  const selectors = new URLSearchParams({ labelSelector: `${labels.entry}=${jobName}`, ...unsuccessful });
  const path = `/apis/batch/v1/namespaces/${job.namespace}/jobs?${selectors}`;
  return async () => {
    const answer = await call('GET', path);
    if (answer.status !== 200) throw new Fault('transient', `the API server did not list the entry's Jobs: ${reason(answer)}`);
    return census(content<V1JobList>(answer).items, job, Date.now() / 1000);
  };
}

/** `now` is in seconds since 1970. */
export function census(items: readonly V1Job[], job: Job, now: number): Census {
  const unfinished = items.filter((item) => !has(item, 'Complete') && !has(item, 'Failed'));
  const own = unfinished.find((item) => item.metadata?.uid === job.uid && !isGoing(item));
  return {
    own: own && { ...work(own), started: seconds(own.status?.startTime) },
    others: unfinished.filter(({ metadata }) => metadata?.uid !== job.uid).map(work),
    failedLately: items.filter((item) => has(item, 'Failed') && work(item).created > now - 3600).length,
  };
}

/** Deleted, or about to fail: its pod is on its way out, whether SIGTERM reached it or not. */
function isGoing(item: V1Job): boolean {
  return item.metadata?.deletionTimestamp !== undefined || has(item, 'FailureTarget');
}

function has({ status }: V1Job, condition: 'Complete' | 'Failed' | 'FailureTarget'): boolean {
  return (status?.conditions ?? []).some(({ type, status }) => type === condition && status === 'True');
}

function work({ metadata }: V1Job) {
  return { uid: metadata?.uid ?? '', created: seconds(metadata?.creationTimestamp) ?? 0 };
}

/** The types of the client have dates where JSON has text. */
function seconds(time: Date | undefined): number | undefined {
  return time === undefined || time === null ? undefined : Math.floor(Date.parse(String(time)) / 1000);
}
