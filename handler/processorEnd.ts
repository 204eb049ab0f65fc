import type { V1Job, V1Pod, V1PodList } from '@kubernetes/client-node';
import type { ProcessorEnd } from './cluster.ts';
import { containers } from './contract.ts';
import { conditionOf, has } from './jobList.ts';

/** How a processor's own Job ended; undefined while it has not. Only a failure needs a look at its pods. */
export async function processorEnd(job: V1Job | undefined, uid: string, pods: () => Promise<V1PodList>): Promise<ProcessorEnd | undefined> {
  if (job?.metadata?.uid !== uid) return { stopped: "the processor's Job was deleted" };
  if (has(job, 'Complete')) return 'succeeded';
  const condition = conditionOf(job, 'Failed');
  if (condition === undefined) return undefined;
  if (condition.reason === 'DeadlineExceeded') return { failed: timedOut };
  return failureOf((await pods()).items);
}

/** The reason of a message whose processor was not done in time. */
export const timedOut = "the processor was not done within the entry's timeout";

/** With completion the Job has one pod. One that is gone, or was evicted, is nobody's failure. */
function failureOf([pod]: readonly V1Pod[]): ProcessorEnd {
  if (pod === undefined) return { stopped: "the processor's pod is gone" };
  if (wasDisrupted(pod)) return { stopped: "the processor's pod was evicted" };
  if (pod.metadata?.deletionTimestamp !== undefined) return { stopped: "the processor's pod was deleted" };
  const ended = endOf(pod);
  return ended === undefined ? { failed: `the processor's pod failed: ${pod.status?.reason ?? 'no reason given'}` } : failure(ended);
}

/** The end of the processor's container, if it has come to one. */
export function endOf({ status }: V1Pod): { exitCode: number; reason?: string } | undefined {
  const terminated = (status?.containerStatuses ?? []).find(({ name }) => name === containers.processor)?.state?.terminated;
  return terminated && { exitCode: terminated.exitCode, ...(terminated.reason !== undefined && { reason: terminated.reason }) };
}

export function wasDisrupted({ status }: V1Pod): boolean {
  return (status?.conditions ?? []).some(({ type, status }) => type === 'DisruptionTarget' && status === 'True');
}

/** `reason` is Kubernetes' own word, such as OOMKilled. */
export function failure({ exitCode, reason }: { exitCode: number; reason?: string }): Exclude<ProcessorEnd, string> {
  const more = reason === undefined || reason === 'Error' ? '' : ` (${reason})`;
  return { failed: `the processor ended with exit code ${exitCode}${more}`, exitCode };
}
