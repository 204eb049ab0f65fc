import type { OwnJob, PodState, ProcessorEnd } from './cluster.ts';
import { failure, timedOut } from './processorEnd.ts';

/** By how much the clocks of the node and of the API server may differ, in seconds. */
const clocks = 2;

export interface Look {
  /** The Job's whole time, in seconds. */
  readonly timeout: number;
  /** In seconds since 1970. */
  readonly now: number;
  /** Whether no later look will tell more: in a pod that is being deleted the kubelet tells no end of the processor while this sidecar lives. */
  readonly isLast: boolean;
}

/** What the end of a processor in the launcher's own pod means, in which it has been stopped. Undefined where its status does not tell yet. */
export function podEnd({ started, ended, going }: PodState, own: OwnJob | undefined, look: Look): ProcessorEnd | undefined {
  if (ended?.exitCode === 0) return 'succeeded';
  const isKnown = ended !== undefined || !started || look.isLast;
  if (!going || !isKnown) return ended && failure(ended);
  // The Job's deadline deletes the pod, as others do; but those who are in time are nobody's failure.
  const late = own !== undefined && look.now - (own.started ?? own.created) >= look.timeout - clocks;
  if (late) return { failed: timedOut, ...(ended && { exitCode: ended.exitCode }) };
  return { stopped: 'the pod was deleted or evicted before the processor was done' };
}
