/** Where the processor runs: the two ways to make a message durable, and to have it worked on. */
import type { KeptMessage, OwnJob, ProcessorEnd } from './cluster.ts';
import type { Outcome } from './outcome.ts';

/** For how long a processor that must not work on is tried to be ended, in seconds: what the grace period of a pod allows. */
export const undoing = 15;

export interface Runner {
  /**
   * With dispatch, before a message is pulled: what an earlier pod of this Job has left behind, if anything, and how this pod ends by
   * it. Throws a Fault: transient.
   */
  resume(until: AbortSignal): Promise<Resumed | undefined>;
  /**
   * With completion, instead: ends what an earlier run of this sidecar has begun, since the broker has taken its message back. Whether
   * there was anything. Throws a Fault: transient.
   */
  abandon(until: AbortSignal): Promise<boolean>;
  /** Makes the message durable. Throws a Fault (clusterRefused or transient), and then nothing works on the message. */
  keep(message: KeptMessage, own: OwnJob | undefined, until: AbortSignal): Promise<void>;
  /** Ends what works on a message that will be given back. Never throws. */
  undo(): Promise<void>;
  /** What the main container finds once the message is kept. */
  handOver(message: KeptMessage): HandOver;
  /** With completion: how the processor ended. `stopped` aborts with SIGTERM. */
  end(own: OwnJob | undefined, stopped: AbortSignal): Promise<ProcessorEnd>;
}

export interface HandOver {
  readonly outcome: Outcome;
  /** The content of MESSAGE_FILE. */
  readonly message?: string;
}

export interface Resumed extends HandOver {
  readonly why: string;
}
