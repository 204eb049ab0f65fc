import { randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { V1Secret } from '@kubernetes/client-node';
import type { Cluster } from '../cluster.ts';
import { keptMessage, secret } from '../secret.ts';
import type { Job } from '../settings.ts';

/** The seam to Kubernetes without one: a Secret is a file that only its owner may read, there whole or not at all. */
export function secretFiles(fileOf: (name: string) => string, jobName: string, job: Job): Cluster {
  return {
    async find(name) {
      const text = await orMissing(readFile(fileOf(name), 'utf8'), 'ENOENT');
      return text === undefined ? undefined : keptMessage(JSON.parse(text) as V1Secret);
    },

    async create(name, message, owner) {
      const file = fileOf(name);
      const aside = `${file}.${randomUUID()}`;
      try {
        await writeDurably(aside, JSON.stringify(secret(name, message, owner, jobName, job), undefined, 2));
        // Unlike a rename, a link never replaces a file that is there.
        if (
          (await orMissing(
            link(aside, file).then(() => true),
            'EEXIST',
          )) === undefined
        )
          return 'exists';
      } finally {
        await rm(aside, { force: true });
      }
      await sync(dirname(file));
      return 'created';
    },
  };
}

async function orMissing<T>(result: Promise<T>, code: string): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return undefined;
    throw error;
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
