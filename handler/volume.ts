/** The seam to the processor's container: a shared in-memory folder, read-only over there. */
import { chmodSync, copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeOutcome, encodeOutcome, type Outcome, type OutcomeKind } from './outcome.ts';

export interface Volume {
  /** Where the processor finds the message's file. */
  readonly messageFile: string;
  /** Leaves the outcome as the last thing, and so that it is there whole or not at all. A later one takes the place of an earlier one. */
  leave(outcome: Outcome, message?: string): Promise<void>;
  /** What an earlier run of this launcher left, or undefined: a kubelet restarts a sidecar. */
  left(): Promise<OutcomeKind | undefined>;
}

/**
 * `handover` is the hand-over program to put beside the outcome. The files are in memory, and loading fs/promises for them would take
 * 2.5 ms of CPU.
 */
export function sharedFolder(path: string, handover: string): Volume {
  const at = (name: string) => join(path, name);
  return {
    messageFile: at('message'),
    async leave(outcome, message) {
      place(at('handover'), (aside) => copyFileSync(handover, aside), 0o555);
      if (message !== undefined) place(at('message'), (aside) => writeFileSync(aside, message), 0o444);
      place(at('outcome'), (aside) => writeFileSync(aside, encodeOutcome(outcome)), 0o444);
    },
    async left() {
      try {
        return decodeOutcome(readFileSync(at('outcome')));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}

/** Written aside and renamed. The modes are set whatever the umask: the processor's user is another one. */
function place(file: string, write: (aside: string) => void, mode: number): void {
  const aside = `${file}.new`;
  write(aside);
  chmodSync(aside, mode);
  renameSync(aside, file);
}
