/** The state folder: what a cluster would hold of Jobs and Secrets, so that a message outlives this process. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import type { V1Secret } from '@kubernetes/client-node';
import { labels } from '../contract.ts';
import type { Job } from '../settings.ts';
import { isAlive } from './identity.ts';
import { lock } from './lock.ts';

/** A Job that an earlier run left unfinished: its message is in its Secret. */
export interface Unfinished {
  readonly entry: string;
  readonly job: Job;
}

/** Where the state is without --state (https://specifications.freedesktop.org/basedir-spec/). */
export function defaultStateFolder(environment: Readonly<Record<string, string | undefined>>, home: string): string {
  const base = environment.XDG_STATE_HOME;
  return join(base !== undefined && isAbsolute(base) ? base : join(home, '.local', 'state'), 'kubernetes-event-jobs', 'local');
}

const unfinishedNote = '.new';

export class State {
  readonly folder: string;
  readonly #release: () => void;

  /** Creates the folder where it is missing. Throws a Refusal when another process works on it. */
  constructor(folder: string) {
    this.folder = folder;
    for (const name of ['secrets', 'failed', 'volumes', 'running']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
    this.#release = lock(folder);
  }

  release(): void {
    this.#release();
  }

  /** The file of the Secret TARGET while its Job is unfinished. */
  secret(target: string): string {
    return join(this.folder, 'secrets', `${target}.json`);
  }

  volume(target: string): string {
    return join(this.folder, 'volumes', target);
  }

  unfinished(): Unfinished[] {
    return this.#names('secrets')
      .filter((name) => name.endsWith('.json'))
      .map((name) => owner(JSON.parse(readFileSync(join(this.folder, 'secrets', name), 'utf8')) as V1Secret));
  }

  failures(): number {
    return this.#names('failed').length;
  }

  /** The Job's message is worked on: its Secret goes with it, as in a cluster. */
  finish(target: string): void {
    rmSync(this.secret(target), { force: true });
  }

  /** The Job failed for good: its Secret is all that is left of the message. Returns its file. */
  fail(target: string): string {
    const file = join(this.folder, 'failed', `${target}.json`);
    renameSync(this.secret(target), file);
    return file;
  }

  /** Notes a command's process, so that a later run finds it if this one is killed: under its target only when the note is whole. */
  running(target: string, identity: string): void {
    const file = join(this.folder, 'running', target);
    writeFileSync(`${file}${unfinishedNote}`, identity);
    renameSync(`${file}${unfinishedNote}`, file);
  }

  /** Removes what only a running Job needs. */
  clear(target: string): void {
    for (const name of ['running', 'volumes']) rmSync(join(this.folder, name, target), { recursive: true, force: true });
  }

  /** Ends the commands that outlived a killed run: their messages are taken up again. Returns their targets. */
  endLeftovers(): string[] {
    const alive = this.#names('running').filter((target) => {
      const identity = readFileSync(join(this.folder, 'running', target), 'utf8');
      if (!isAlive(identity)) return false;
      process.kill(-Number.parseInt(identity, 10), 'SIGKILL');
      return true;
    });
    for (const target of [...this.#names('running'), ...this.#names('volumes')]) this.clear(target);
    return alive.map((name) => basename(name, unfinishedNote));
  }

  #names(folder: string): string[] {
    return readdirSync(join(this.folder, folder)).sort();
  }
}

function owner({ metadata }: V1Secret): Unfinished {
  const [reference] = metadata?.ownerReferences ?? [];
  const job = { namespace: metadata?.namespace ?? '', name: reference?.name ?? '', uid: reference?.uid ?? '' };
  return { entry: metadata?.labels?.[labels.entry] ?? '', job };
}
