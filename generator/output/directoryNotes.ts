import { join } from 'node:path';
import type { Written } from './directory.ts';
import { index } from './fileName.ts';
import { settingLines } from './header.ts';

/** What was done to a directory, in one line. */
export function summary(directory: string, { files, changed, draining, removed }: Written): string {
  const kept = new Set(draining);
  const others = [...files.keys()].filter((name) => !kept.has(name));
  const written = others.filter((name) => changed.has(name)).length;
  const counts = [`${written} written`, `${others.length - written} unchanged`];
  if (kept.size > 0) counts.push(`${kept.size} kept as draining`);
  if (removed.length > 0) counts.push(`${removed.length} removed`);
  return `${directory}: ${counts.join(', ')}`;
}

/** Deleting a ScaledJob deletes its Jobs: those that run, and those that failed, which keep their messages. */
const pruned =
  '. Where this ScaledJob is pruned its Jobs are deleted with it: the running ones with their messages (unless acknowledge is completion), ' +
  'and the failed ones with the messages that they keep; so first put those back that are still wanted';

/** What a user should know of files whose entries are gone. */
export function goneNotes(directory: string, { draining, removed }: Written): string[] {
  const kept = draining.map(
    (file) => `note: ${join(directory, file)}: its entry is gone; it stays, paused and marked as draining, until --prune`,
  );
  const gone = removed.map((file) => `note: ${join(directory, file)}: removed${file.startsWith('scaledjob.') ? pruned : ''}`);
  return [...kept, ...gone];
}

/** A setting that was forgotten this time would change every manifest. */
export function settingsNotes(directory: string, { before = '', files }: Written): string[] {
  const now = new Map(settingLines(files.get(index) ?? '').map(pair));
  return settingLines(before)
    .map(pair)
    .filter(([name, value]) => now.get(name) !== value)
    .map(([name, value]) => `note: ${directory}: ${name} was ${value || 'empty'} and is ${now.get(name) || 'none'} now`);
}

function pair(line: string): [name: string, value: string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}
