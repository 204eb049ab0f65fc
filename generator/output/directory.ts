import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { byName } from '../entry/names.ts';
import { ConfigError } from '../fault.ts';
import type { Manifests } from '../generate.ts';
import { removeStale, replaceAll } from './aside.ts';
import { index, isOwnName } from './fileName.ts';
import { locked } from './lock.ts';
import { makeDirectory } from './makeDirectory.ts';
import { isMarked } from './marker.ts';
import { type Plan, type PlanOptions, type Present, plan } from './plan.ts';

export interface Written extends Plan {
  /** Names of the files that were not as they are now. */
  changed: ReadonlySet<string>;
  /** The kustomization as it was; undefined where there was none. */
  before: string | undefined;
}

/**
 * Makes the directory say what the manifests say. Throws a ConfigError, before the first write, where that would touch what is not its own,
 * and a Failure where another run is at it.
 */
export function writeDirectory(directory: string, manifests: Manifests, options: PlanOptions): Written {
  makeDirectory(directory);
  return locked(directory, () => write(directory, manifests, options));
}

function write(directory: string, manifests: Manifests, options: PlanOptions): Written {
  const present = readDirectory(directory);
  const made = plan(present, manifests, options);
  if ('problems' in made)
    throw new ConfigError(made.problems.map(({ file = '', problem }) => `${join(directory, file)}: ${problem}`).join('\n'));
  const changed = [...made.plan.files].filter(([name, text]) => present.owned.get(name) !== text);
  removeStale(directory);
  replaceAll(directory, changed);
  for (const name of made.plan.removed) rmSync(join(directory, name));
  return { ...made.plan, changed: new Set(changed.map(([name]) => name)), before: present.owned.get(index) };
}

/** A directory that does not exist has no files. Throws a ConfigError where it is none. */
export function readDirectory(directory: string): Present {
  const owned = new Map<string, string>();
  const others = new Set<string>();
  for (const entry of entries(directory)) {
    const text = entry.isFile() && isOwnName(entry.name) ? readFileSync(join(directory, entry.name), 'utf8') : '';
    if (isMarked(text)) owned.set(entry.name, withPlainLineEnds(text));
    else others.add(entry.name);
  }
  return { owned, others };
}

function entries(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((one, other) => byName(one.name, other.name));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') throw new ConfigError(`${directory}: is no directory`, { cause });
    throw cause;
  }
}

/** As they were written: a check-out of git may have ended them otherwise, and no text has such an end but as an escape. */
function withPlainLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
