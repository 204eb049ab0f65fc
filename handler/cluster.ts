/** The seams to Kubernetes: where a message is kept, who else works, and what becomes of a processor. */
import type { Piece, Work } from './gate.ts';
import type { Kept } from './kept.ts';

/** What an object is owned by, so that it goes with it; or what an Event is about. */
export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** A kept message, with the id of the pull that kept it. */
export interface KeptMessage {
  readonly pull: string;
  readonly kept: Kept;
}

export interface Cluster {
  /** The Secret by this name, or undefined. Throws a Fault: transient. */
  find(name: string): Promise<KeptMessage | undefined>;
  /** Stores the Secret, immutable. Throws a Fault: clusterRefused or transient. */
  create(name: string, message: KeptMessage, owner: Owner): Promise<'created' | 'exists'>;
  /**
   * Whether there is no Secret by this name, asked for by the right to create it: for a launcher that may not read. Throws a Fault:
   * clusterRefused or transient. Absent where there are no rights.
   */
  isFree?(name: string): Promise<boolean>;
}

/** The entry's Jobs. */
export interface Census {
  /** This launcher's own Job; undefined where it is finished or gone. */
  readonly own: OwnJob | undefined;
  /** Of the other unfinished pieces of work; those whose stamp was not asked for count as those before all. */
  readonly others: readonly Piece[];
  /** How many Jobs of the entry have failed within the last hour. Throws a Fault: transient. */
  failedLately(): Promise<number>;
}

export interface OwnJob extends Work {
  /** In seconds since 1970. */
  readonly started?: number | undefined;
  /** How many of its pods have failed. */
  readonly failed?: number | undefined;
  /** The ScaledJob, unless it is gone and has left its Jobs behind. */
  readonly owner?: Owner | undefined;
}

/** Takes a consistent census. Throws a Fault: transient. */
export type TakeCensus = () => Promise<Census>;

/** With the runner `job`: the processors' own Jobs, each by the name TARGET. */
export interface ProcessorJobs {
  /** The launcher's own Job is found by its name, too. Throws a Fault: transient. */
  find(name: string): Promise<ProcessorJob | undefined>;
  /** Throws a Fault: clusterRefused or transient. */
  create(job: NewProcessorJob): Promise<{ uid: string } | 'exists'>;
  /** In the foreground: the Job counts until its pods are gone. One that is gone already, or another by its name, is none of ours. */
  delete(job: { name: string; uid: string }): Promise<void>;
  /** Waits for the Job's end. Throws a Fault (`transient`) once `until` aborts. */
  end(job: { name: string; uid: string }, until: AbortSignal): Promise<ProcessorEnd>;
}

export interface ProcessorJob {
  readonly uid: string;
  /** The id of the pull that made it. */
  readonly pull: string;
  /** Whether it is being deleted. */
  readonly going: boolean;
  /** The ScaledJob that owns it, if one does. */
  readonly owner?: Owner | undefined;
}

/** What a processor's own Job differs by from the entry's others. */
export interface NewProcessorJob {
  readonly name: string;
  readonly pull: string;
  /** Names of the variables that come from the Secret by the Job's name. */
  readonly variables: readonly string[];
  readonly owner: Owner | undefined;
  /** With completion: the activeDeadlineSeconds that are left. */
  readonly seconds?: number;
}

/** `stopped`: ended by somebody else than itself (an eviction, a deletion), so that it is nobody's failure. */
export type ProcessorEnd = 'succeeded' | { readonly stopped: string } | { readonly failed: string; readonly exitCode?: number };

/** The launcher's own pod, whose processor it attends with `exec` and completion. */
export interface OwnPod {
  /** Throws a Fault: transient. */
  look(): Promise<PodState>;
}

export interface PodState {
  /** Whether the processor's container has ever been started. */
  readonly started: boolean;
  /** How it ended, if it did. */
  readonly ended?: { readonly exitCode: number; readonly reason?: string };
  /** Whether the pod is being deleted or evicted. */
  readonly going: boolean;
}
