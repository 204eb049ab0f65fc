import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { target } from '../../../handler/contract.ts';
import { identity } from '../../../handler/local/identity.ts';
import { secretFiles } from '../../../handler/local/secretFiles.ts';
import { defaultStateFolder, State } from '../../../handler/local/state.ts';
import { Refusal } from '../../../handler/refusal.ts';
import { job, owner } from '../sample.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-state-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const name = target('resize', job.uid);
const message = {
  pull: 'this-pull',
  kept: new Map([
    ['MESSAGE', '{"a":"ü"}'],
    ['spring.x', ''],
  ]),
};
const secrets = (state: State) => secretFiles((secret) => state.secret(secret), 'resize', job);

describe('the default state folder', () => {
  it.each([
    [{}, '/home/me/.local/state/kubernetes-event-jobs/local'],
    [{ XDG_STATE_HOME: '/var/state' }, '/var/state/kubernetes-event-jobs/local'],
    [{ XDG_STATE_HOME: 'relative' }, '/home/me/.local/state/kubernetes-event-jobs/local'],
  ])('of %j is %s', (environment, expected) => {
    expect(defaultStateFolder(environment, '/home/me')).toBe(expected);
  });
});

describe('a Secret as a file', () => {
  it('gives back what was kept, to its owner alone', async () => {
    const state = new State(folder);
    expect(await secrets(state).find(name)).toBeUndefined();
    expect(await secrets(state).create(name, message, owner)).toBe('created');
    expect(await secrets(state).find(name)).toEqual(message);
    expect(statSync(state.secret(name)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700);
  });

  it('is never replaced, and leaves no file beside itself', async () => {
    const state = new State(folder);
    await secrets(state).create(name, message, owner);
    expect(await secrets(state).create(name, { ...message, pull: 'another' }, owner)).toBe('exists');
    expect((await secrets(state).find(name))?.pull).toBe('this-pull');
    expect(readdirSync(join(folder, 'secrets'))).toEqual([`${name}.json`]);
  });

  it('tells a later run which Job it belongs to', async () => {
    const state = new State(folder);
    await secrets(state).create(name, message, owner);
    writeFileSync(join(folder, 'secrets', `${name}.json.half`), '{');
    expect(state.unfinished()).toEqual([{ entry: 'resize', job }]);
  });

  it('goes when its Job is done, and is set aside when its Job has failed', async () => {
    const state = new State(folder);
    await secrets(state).create(name, message, owner);
    expect(state.fail(name)).toBe(join(folder, 'failed', `${name}.json`));
    expect([state.unfinished(), state.failures()]).toEqual([[], 1]);
    await secrets(state).create(name, message, owner);
    state.finish(name);
    expect(state.unfinished()).toEqual([]);
  });
});

describe('the lock', () => {
  it('lets a folder go when it is released', () => {
    new State(folder).release();
    expect(() => new State(folder)).not.toThrow();
  });

  it('does not count when its process was killed', () => {
    const { pid } = spawnSync('true');
    writeFileSync(join(folder, `lock.${pid}`), `${pid} 1`);
    writeFileSync(join(folder, `lock.${process.ppid}`), `${process.ppid} of another start`);
    new State(folder);
    expect(readdirSync(folder).filter((file) => file.startsWith('lock.'))).toEqual([`lock.${process.pid}`]);
  });

  it('refuses the folder of a process that runs', () => {
    writeFileSync(join(folder, `lock.${process.ppid}`), identity(process.ppid) ?? '');
    expect(() => new State(folder)).toThrow(Refusal);
    expect(readdirSync(folder).filter((file) => file.startsWith('lock.'))).toEqual([`lock.${process.ppid}`]);
  });
});

describe('what a killed run left running', () => {
  it('is ended, and nothing else by the same number', async () => {
    const left = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const other = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const ended = new Promise((resolve) => left.once('exit', (_, signal) => resolve(signal)));
    const state = new State(folder);
    state.running('left', identity(left.pid ?? 0) ?? '');
    state.running('other', `${other.pid} of another start`);
    expect(readdirSync(join(folder, 'running'))).toEqual(['left', 'other']);
    // The earlier run was killed before it could rename one note, and while it wrote another.
    renameSync(join(folder, 'running', 'left'), join(folder, 'running', 'left.new'));
    writeFileSync(join(folder, 'running', 'torn.new'), `${other.pid}`);
    expect(state.endLeftovers()).toEqual(['left']);
    expect(await ended).toBe('SIGKILL');
    expect([other.exitCode, other.signalCode]).toEqual([null, null]);
    expect(readdirSync(join(folder, 'running'))).toEqual([]);
    other.kill('SIGKILL');
  });
});
