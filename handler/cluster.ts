/** The seams to Kubernetes: where a message is kept, and who else works. */
import type { Work } from './gate.ts';
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

/** The entry's Jobs. */
export interface Census {
  /** This launcher's own Job; undefined where it is finished or gone. */
  readonly own: (Work & { readonly started: number | undefined }) | undefined;
  readonly others: readonly Work[];
  /** How many have failed within the last hour. */
  readonly failedLately: number;
}

/** Takes a consistent census. Throws a Fault: transient. */
export type TakeCensus = () => Promise<Census>;
