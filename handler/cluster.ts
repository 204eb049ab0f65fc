/** The seam to Kubernetes: where a message is kept. */
import type { Kept } from './kept.ts';

/** A kept message, with the id of the pull that kept it. */
export interface KeptMessage {
  readonly pull: string;
  readonly kept: Kept;
}

export interface Cluster {
  /** The Secret by this name, or undefined. Throws a Fault: transient. */
  find(name: string): Promise<KeptMessage | undefined>;
  /** Stores the Secret, immutable and owned by the launcher's Job. Throws a Fault: clusterRefused or transient. */
  create(name: string, message: KeptMessage): Promise<'created' | 'exists'>;
}
