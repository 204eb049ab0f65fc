import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { byName } from '../entry/names.ts';
import type { Fault } from '../fault.ts';
import { isMarked } from '../output/marker.ts';
import type { Source } from './source.ts';

/** What could be read, and what could not: all of it is told at once. */
export interface FilesRead {
  sources: Source[];
  faults: Fault[];
}

/** The texts of files, of the files in directories, and of standard input (`-`), in this order. */
export async function readFiles(paths: readonly string[], recursive: boolean): Promise<FilesRead> {
  const read: FilesRead[] = [];
  for (const [at, path] of paths.entries()) {
    if (path === '-' && paths.indexOf('-') < at) read.push(unreadable(path, 'can be read only once'));
    else read.push(path === '-' ? await standardInput() : pathRead(path, recursive));
  }
  return { sources: read.flatMap(({ sources }) => sources), faults: read.flatMap(({ faults }) => faults) };
}

function unreadable(file: string, problem: string, allowed?: string): FilesRead {
  return { sources: [], faults: [{ file, path: '', problem, allowed }] };
}

async function standardInput(): Promise<FilesRead> {
  const { buffer } = await import('node:stream/consumers');
  return decoded('<stdin>', await buffer(process.stdin));
}

function pathRead(path: string, recursive: boolean): FilesRead {
  if (/^https?:\/\//i.test(path)) return unreadable(path, 'is a URL', 'fetch it first: curl --fail URL | event-jobs generate -f -');
  return attempt(path, () => (statSync(path).isDirectory() ? directoryRead(path, recursive) : decoded(path, readFileSync(path))));
}

function attempt(file: string, read: () => FilesRead): FilesRead {
  try {
    return read();
  } catch (error) {
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    return unreadable(file, `cannot be read: ${message}`);
  }
}

function decoded(name: string, bytes: Buffer): FilesRead {
  try {
    return { sources: [{ name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }], faults: [] };
  } catch {
    return unreadable(name, 'is not UTF-8');
  }
}

/** What event-jobs has generated is no input of it, wherever it is put. */
function directoryRead(directory: string, recursive: boolean): FilesRead {
  const read = filesIn(directory, recursive).map((path) => attempt(path, () => decoded(path, readFileSync(path))));
  const sources = read.flatMap((one) => one.sources).filter(({ text }) => !isMarked(text));
  const faults = read.flatMap((one) => one.faults);
  if (sources.length > 0 || faults.length > 0) return { sources, faults };
  return unreadable(
    directory,
    'has no files *.yaml, *.yml or *.json to read',
    recursive ? undefined : '--recursive reads the directories below',
  );
}

const readable = /\.(?:ya?ml|json)$/;
/** No objects of a cluster, but what kustomize is told to do with such. */
const kustomization = /^kustomization\.ya?ml$/;

/** As kubectl does, it follows links to files, but none to directories. */
function filesIn(directory: string, recursive: boolean): string[] {
  const entries = readdirSync(directory, { withFileTypes: true }).sort((one, other) => byName(one.name, other.name));
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return recursive ? filesIn(path, recursive) : [];
    return readable.test(entry.name) && !kustomization.test(entry.name) && !leadsToDirectory(path) ? [path] : [];
  });
}

/** A link that leads nowhere is told when it is read. */
function leadsToDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
