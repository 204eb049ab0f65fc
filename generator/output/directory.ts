import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { byName } from '../entry/names.ts';
import { ConfigError } from '../fault.ts';
import type { Manifests } from '../generate.ts';
import { isMarked, marker } from './marker.ts';
import { type Plan, type PlanOptions, type Present, plan } from './plan.ts';

export interface Written extends Plan {
  /** Names of the files that were not as they are now. */
  changed: ReadonlySet<string>;
}

/** Makes the directory say what the manifests say. Throws a ConfigError, before the first write, where that would touch what is not its own. */
export function writeDirectory(directory: string, manifests: Manifests, options: PlanOptions): Written {
  const present = readDirectory(directory);
  const made = plan(present, manifests, options);
  if ('problems' in made)
    throw new ConfigError(made.problems.map(({ file = '', problem }) => `${join(directory, file)}: ${problem}`).join('\n'));
  const changed = [...made.plan.files].filter(([name, text]) => present.owned.get(name) !== text);
  mkdirSync(directory, { recursive: true });
  removeStale(directory);
  replaceAll(directory, changed);
  for (const name of made.plan.removed) rmSync(join(directory, name));
  return { ...made.plan, changed: new Set(changed.map(([name]) => name)) };
}

/** A directory that does not exist has no files. */
export function readDirectory(directory: string): Present {
  const present = entries(directory).map((entry) => ({ name: entry.name, text: entry.isFile() ? textOf(directory, entry.name) : '' }));
  const [owned, others] = [present.filter(({ text }) => isMarked(text)), present.filter(({ text }) => !isMarked(text))];
  return { owned: new Map(owned.map(({ name, text }) => [name, text])), others: new Set(others.map(({ name }) => name)) };
}

function entries(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((one, other) => byName(one.name, other.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function textOf(directory: string, name: string): string {
  return name.endsWith('.yaml') ? readFileSync(join(directory, name), 'utf8') : '';
}

const aside = (name: string) => `.${name}.new`;
const asides = /^\..+\.yaml\.new$/;

/** All or nothing, as far as a file system allows: first every file aside, and the kustomization takes its place as the last. */
function replaceAll(directory: string, files: readonly [name: string, text: string][]): void {
  try {
    for (const [name, text] of files) writeFileSync(join(directory, aside(name)), text);
    for (const [name] of files) renameSync(join(directory, aside(name)), join(directory, name));
  } catch (error) {
    for (const [name] of files) rmSync(join(directory, aside(name)), { force: true });
    throw error;
  }
}

/** What a run left aside that was killed: begun with the marker, or not even that far. */
function removeStale(directory: string): void {
  for (const entry of entries(directory)) {
    if (!entry.isFile() || !asides.test(entry.name)) continue;
    const path = join(directory, entry.name);
    const text = readFileSync(path, 'utf8');
    if (isMarked(text) || `${marker}\n`.startsWith(text)) rmSync(path);
  }
}
