/** The seam to the processor's container: a shared in-memory folder, read-only over there. */
import { chmod, copyFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeOutcome, type Outcome } from './outcome.ts';

export interface Volume {
  /** Where the processor finds the message's file. */
  readonly messageFile: string;
  /** Leaves the outcome as the last thing, and so that it is there whole or not at all. */
  leave(outcome: Outcome, message?: string): Promise<void>;
}

/** `handover` is the hand-over program to put beside the outcome. */
export function sharedFolder(path: string, handover: string): Volume {
  const at = (name: string) => join(path, name);
  return {
    messageFile: at('message'),
    async leave(outcome, message) {
      await place(at('handover'), (aside) => copyFile(handover, aside), 0o555);
      if (message !== undefined) await place(at('message'), (aside) => writeFile(aside, message), 0o444);
      await place(at('outcome'), (aside) => writeFile(aside, encodeOutcome(outcome)), 0o444);
    },
  };
}

/** Written aside and renamed. The modes are set whatever the umask: the processor's user is another one. */
async function place(file: string, write: (aside: string) => Promise<void>, mode: number): Promise<void> {
  const aside = `${file}.new`;
  await write(aside);
  await chmod(aside, mode);
  await rename(aside, file);
}
