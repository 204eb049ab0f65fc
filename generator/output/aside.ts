import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../fault.ts';
import { isOwnName } from './fileName.ts';
import { isMarked, marker } from './marker.ts';

const asidePath = (directory: string, name: string) => join(directory, `.${name}.new`);

/** All or nothing, as far as a file system allows: first every file aside, and the kustomization takes its place as the last. */
export function replaceAll(directory: string, files: readonly [name: string, text: string][]): void {
  const written: string[] = [];
  try {
    for (const [name, text] of files) written.push(writtenAside(directory, name, text));
    for (const [name] of files) renameSync(asidePath(directory, name), join(directory, name));
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    throw error;
  }
}

/** Exclusively, which overwrites nothing and follows no link. Returns its path. */
function writtenAside(directory: string, name: string, text: string): string {
  const path = asidePath(directory, name);
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return path;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new ConfigError(`${path}: was not written by event-jobs generate; move it away`, { cause });
    rmSync(path, { force: true });
    throw cause;
  }
}

/** What a run left aside that was killed: a file begun with the marker, or not even that far. */
export function removeStale(directory: string): void {
  for (const file of readdirSync(directory)) {
    const [, name] = /^\.(.+)\.new$/.exec(file) ?? [];
    const path = join(directory, file);
    if (name !== undefined && isOwnName(name) && isStale(path)) rmSync(path);
  }
}

function isStale(path: string): boolean {
  if (!lstatSync(path).isFile()) return false;
  const text = readFileSync(path, 'utf8');
  return isMarked(text) || `${marker}\n`.startsWith(text);
}
