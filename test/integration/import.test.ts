import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { differences } from '../../generator/import/differences.ts';
import { eventJobs } from '../generator/eventJobs.ts';

jest.setTimeout(30_000);

const fileOf = (name: string) => readFileSync(join(import.meta.dirname, '../generator/import/golden', name), 'utf8');
const input = fileOf('example/input.yaml');

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'event-jobs-import-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

describe('event-jobs import', () => {
  it('prints a ConfigMap, and says on standard error what changes and what comes next', () => {
    const { status, stdout, stderr } = eventJobs(['import', '-f', '-'], { input });
    expect({ status, stdout }).toEqual({ status: 0, stdout: fileOf('example/expected.yaml') });
    for (const difference of differences) expect(stderr).toContain(`every entry: ${difference}\n`);
    expect(stderr).toContain('\nNext:\n  event-jobs generate -f configmap.yaml -o generated --launcher-image IMAGE\n');
  });

  it('writes what generate takes to a file, and overwrites none', () => {
    writeFileSync(join(cwd, 'old.yaml'), input);
    const args = ['import', '-f', 'old.yaml', '-o', 'new.yaml'];
    expect(eventJobs(args, { cwd })).toMatchObject({ status: 0, stdout: '', stderr: expect.stringContaining('generate -f new.yaml ') });
    expect(readFileSync(join(cwd, 'new.yaml'), 'utf8')).toBe(fileOf('example/expected.yaml'));
    expect(eventJobs(['generate', '-f', 'new.yaml', '--launcher-image', 'l:1', '--amqp-host', 'h'], { cwd })).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(eventJobs(args, { cwd })).toEqual({ status: 2, stdout: '', stderr: 'new.yaml: is there already, and nothing is overwritten\n' });
  });

  it('ends with 2 and writes nothing where something is wrong', () => {
    const wrong = eventJobs(['import', '-f', '-', '-o', 'new.yaml'], { input: fileOf('fault-entries/input.yaml'), cwd });
    expect(wrong).toEqual({ status: 2, stdout: '', stderr: fileOf('fault-entries/expected.err').replaceAll('input.yaml', '<stdin>') });
    expect(() => readFileSync(join(cwd, 'new.yaml'))).toThrow('ENOENT');
  });

  it.each([
    [[], '-f'],
    [['-f', 'none.yaml'], 'none.yaml: cannot be read'],
  ])('says what it needs: %j', (args, message) => {
    expect(eventJobs(['import', ...args], { cwd })).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(message) });
  });

  it('has help with examples', () => {
    expect(eventJobs(['import', '--help']).stdout).toContain('Examples:\n  event-jobs import -f values.yaml -o configmap.yaml\n');
  });
});
