import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../failure.ts';

const lockName = '.event-jobs.lock';

interface Holder {
  pid: number;
  host: string;
}

/** Acts while no other run writes into the directory. Throws a Failure where one does. */
export function locked<T>(directory: string, act: () => T): T {
  const file = join(directory, lockName);
  take(directory, file);
  try {
    return act();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(directory: string, file: string): void {
  if (created(file)) return;
  const text = textOf(file);
  const holder = holderOf(text);
  if (holder !== undefined && isDead(holder)) {
    breakStale(file, text);
    if (created(file)) return;
  }
  const who = holder === undefined ? '' : ` (pid ${holder.pid}${holder.host === hostname() ? '' : ` on ${holder.host}`})`;
  throw new Failure(`${directory}: another event-jobs generate is writing there${who}; if not, delete ${file}`);
}

/** Exclusively, which also follows no link. */
function created(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${hostname()}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Empty where it is no file, or is gone by now. */
function textOf(file: string): string {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() ? readIfThere(file) : '';
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function holderOf(text: string): Holder | undefined {
  const [, pid, host] = /^([1-9]\d*) (\S+)\n$/.exec(text) ?? [];
  return pid === undefined || host === undefined ? undefined : { pid: Number(pid), host };
}

/** A run in a container may have the very pid of the one that was killed before it. Of other hosts nobody knows. */
function isDead({ pid, host }: Holder): boolean {
  if (host !== hostname()) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** By a rename first: another run may have broken it already, and hold a lock of its own, which is put back. */
function breakStale(file: string, stale: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') === stale) rmSync(aside);
  else renameSync(aside, file);
}
