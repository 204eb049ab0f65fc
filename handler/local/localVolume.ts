import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../outcome.ts';
import type { Volume } from '../volume.ts';

/** Without a cluster no processor has a Job of its own that would be waited for. */
export type LocalOutcome = Exclude<Outcome, { wait: true }>;

export interface LocalVolume extends Volume {
  /** What the launcher left; undefined while it has not. */
  readonly outcome: () => LocalOutcome | undefined;
}

/** The seam to the processor without a container: the message in a fresh folder; the outcome stays in this process. */
export async function localVolume(folder: string): Promise<LocalVolume> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  const messageFile = join(folder, 'message');
  let left: LocalOutcome | undefined;
  return {
    messageFile,
    outcome: () => left,
    async leave(outcome, message) {
      if ('wait' in outcome) throw new Error('without a cluster there is no Job to wait for');
      if (message !== undefined) await writeFile(messageFile, message, { mode: 0o444 });
      left = outcome;
    },
    // A folder of its own for each run of the launcher.
    left: async () => undefined,
  };
}
