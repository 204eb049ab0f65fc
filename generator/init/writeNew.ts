import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../fault.ts';
import { makeDirectory } from '../output/makeDirectory.ts';

/** Throws a ConfigError, with nothing written, where one of the files is there already, or one that would be in their way. */
export function writeNew(directory: string, files: Readonly<Record<string, string>>, others: readonly string[]): void {
  const present = [...Object.keys(files), ...others].map((name) => join(directory, name)).filter((path) => existsSync(path));
  if (present.length > 0) throw new ConfigError(present.map((path) => `${path}: is there already, and nothing is overwritten`).join('\n'));
  makeDirectory(directory);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text, { flag: 'wx' });
}
