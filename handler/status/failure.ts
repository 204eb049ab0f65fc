import type { V1ContainerStatus, V1Job, V1Pod } from '@kubernetes/client-node';
import { conditionOf } from '../jobList.ts';

/** How the newest of an entry's failed Jobs ended. */
export interface LastFailure {
  readonly job: string;
  /** The Job's own: DeadlineExceeded, BackoffLimitExceeded, PodFailurePolicy, FailedIndexes. */
  readonly reason: string;
  readonly message: string;
  /** ISO 8601. */
  readonly time: string;
  /** Of the container that failed, as long as its pod is there. */
  readonly exitCode?: number;
}

/** `pods` are the failed ones of the entry. */
export function lastFailure(failed: readonly V1Job[], pods: readonly V1Pod[]): LastFailure | undefined {
  const newest = failed.map((job) => ({ job, ended: ended(job) })).sort((one, other) => other.ended.time - one.ended.time)[0];
  if (newest === undefined) return undefined;
  const { job, ended: end } = newest;
  const exitCode = codeOf(pods.filter((pod) => pod.metadata?.labels?.['batch.kubernetes.io/job-name'] === job.metadata?.name));
  return {
    job: job.metadata?.name ?? '',
    reason: end.reason ?? '',
    message: end.message ?? '',
    time: new Date(end.time).toISOString(),
    ...(exitCode !== undefined && { exitCode }),
  };
}

/** The types of the client have dates where JSON has text. */
function ended(job: V1Job): { time: number; reason?: string; message?: string } {
  const { lastTransitionTime, reason, message } = conditionOf(job, 'Failed') ?? {};
  return { time: Date.parse(String(lastTransitionTime)) || 0, ...(reason && { reason }), ...(message && { message }) };
}

/** The newest pod's; an init container that failed kept the others from starting. */
function codeOf(pods: readonly V1Pod[]): number | undefined {
  const created = ({ metadata }: V1Pod) => Date.parse(String(metadata?.creationTimestamp));
  const newest = [...pods].sort((one, other) => created(other) - created(one))[0];
  const { initContainerStatuses = [], containerStatuses = [] } = newest?.status ?? {};
  const codes = [...initContainerStatuses, ...containerStatuses].map(({ state }: V1ContainerStatus) => state?.terminated?.exitCode);
  return codes.find((code) => code !== undefined && code !== 0);
}
