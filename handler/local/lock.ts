import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';
import { identity, isAlive } from './identity.ts';

/**
 * Takes the folder for this process; a killed one's lock does not count. Each process writes a file of its own first and then looks for
 * others, so that two that come at once may both be refused but never both get it. Returns what gives it back.
 */
export function lock(folder: string): () => void {
  const own = `lock.${process.pid}`;
  const release = () => rmSync(join(folder, own), { force: true });
  // Written aside: a file that is not whole yet would be taken for a killed process's.
  writeFileSync(join(folder, `new.${own}`), identity(process.pid) ?? '');
  renameSync(join(folder, `new.${own}`), join(folder, own));
  for (const name of readdirSync(folder).filter((name) => name.startsWith('lock.') && name !== own)) {
    if (isAlive(read(join(folder, name)))) {
      release();
      throw new Refusal(
        `another event-jobs local (process ${name.slice('lock.'.length)}) works on ${folder}: end it, or choose another --state`,
      );
    }
    rmSync(join(folder, name), { force: true });
  }
  return release;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
