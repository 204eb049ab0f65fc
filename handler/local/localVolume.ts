import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../outcome.ts';
import type { Volume } from '../volume.ts';

export interface LocalVolume extends Volume {
  /** What the launcher left; undefined while it has not. */
  readonly outcome: () => Outcome | undefined;
}

/** The seam to the processor without a container: the message in a fresh folder; the outcome stays in this process. */
export async function localVolume(folder: string): Promise<LocalVolume> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  const messageFile = join(folder, 'message');
  let left: Outcome | undefined;
  return {
    messageFile,
    outcome: () => left,
    async leave(outcome, message) {
      if (message !== undefined) await writeFile(messageFile, message, { mode: 0o444 });
      left = outcome;
    },
  };
}
