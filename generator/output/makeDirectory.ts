import { mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../failure.ts';
import { ConfigError } from '../fault.ts';

/**
 * Makes a directory and those above it, step by step: Node's own recursion never ends where a file system has no room for any, such as
 * /proc. Throws a ConfigError where something else is in the way, a Failure where it cannot be made.
 */
export function makeDirectory(directory: string): void {
  const path = join(dirname(directory), basename(directory));
  if (isDirectory(path)) return;
  makeDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (cause) {
    // Another run may have been faster.
    if (!isDirectory(path)) throw new Failure(`${path}: cannot be made: ${(cause as Error).message}`, { cause });
  }
}

function isDirectory(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isDirectory()) throw new ConfigError(`${path}: is no directory`);
  return stats !== undefined;
}
