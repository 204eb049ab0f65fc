import type { V1Pod } from '@kubernetes/client-node';

/** A pod that cannot start. */
export interface Stuck {
  readonly pod: string;
  /** As `kubectl get pods` has it: ImagePullBackOff, CreateContainerConfigError, Unschedulable. */
  readonly reason: string;
  readonly message: string;
}

/** What a pod waits for on its way; the rest is trouble. */
const usual = new Set(['ContainerCreating', 'PodInitializing']);

/** Undefined where nothing keeps it from starting. */
export function stuck({ metadata, status }: V1Pod): Stuck | undefined {
  const pod = metadata?.name ?? '';
  if (status?.phase !== 'Pending' || metadata?.deletionTimestamp !== undefined) return undefined;
  const unscheduled = status.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (unscheduled !== undefined) return { pod, reason: unscheduled.reason ?? 'Unschedulable', message: unscheduled.message ?? '' };
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const waiting = containers.map(({ state }) => state?.waiting).find((one) => one?.reason !== undefined && !usual.has(one.reason));
  return waiting && { pod, reason: waiting.reason ?? '', message: waiting.message ?? '' };
}
