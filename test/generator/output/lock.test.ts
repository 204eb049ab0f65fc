import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Failure } from '../../../generator/failure.ts';
import { locked } from '../../../generator/output/lock.ts';

let directory = '';
let file = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'event-jobs-'));
  file = join(directory, '.event-jobs.lock');
});
afterEach(() => rmSync(directory, { recursive: true }));

const dead = () => spawnSync(process.execPath, ['--version']).pid;
const refusal = (who: string) => new Failure(`${directory}: another event-jobs generate is writing there${who}; if not, delete ${file}`);

describe('the lock of a directory', () => {
  it('says who writes there, and is gone at the end', () => {
    expect(locked(directory, () => readFileSync(file, 'utf8'))).toBe(`${process.pid} ${hostname()}\n`);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is gone after an error too', () => {
    const act = () => {
      throw new Error('full');
    };
    expect(() => locked(directory, act)).toThrow('full');
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['of a process that lives', `${process.ppid} ${hostname()}\n`, ` (pid ${process.ppid})`],
    ['of another host, of which nobody knows', '999999999 elsewhere\n', ' (pid 999999999 on elsewhere)'],
    ['that says nothing yet', '', ''],
    ['that says something else', 'mine\n', ''],
  ])('is respected, and stays: one %s', (_, text, who) => {
    writeFileSync(file, text);
    expect(() => locked(directory, () => undefined)).toThrow(refusal(who));
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('is respected where it is no file', () => {
    symlinkSync('nowhere', file);
    expect(() => locked(directory, () => undefined)).toThrow(refusal(''));
    rmSync(file);
    mkdirSync(file);
    expect(() => locked(directory, () => undefined)).toThrow(refusal(''));
    expect(readdirSync(directory)).toEqual(['.event-jobs.lock']);
  });

  it.each([
    ['a process that is dead', dead],
    ['a process that had this one’s pid, as in a container', () => process.pid],
  ])('is broken where it is of %s', (_, pid) => {
    writeFileSync(file, `${pid()} ${hostname()}\n`);
    expect(locked(directory, () => readFileSync(file, 'utf8'))).toBe(`${process.pid} ${hostname()}\n`);
    expect(readdirSync(directory)).toEqual([]);
  });
});
