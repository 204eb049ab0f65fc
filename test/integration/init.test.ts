import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventJobs } from '../generator/eventJobs.ts';

jest.setTimeout(30_000);

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'event-jobs-init-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

describe('event-jobs init', () => {
  it('says what it has written, and the commands that come next', () => {
    const { status, stdout, stderr } = eventJobs(['init', "it's"], { cwd });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toMatch(/^it's\/configmap\.yaml: written\nit's\/kustomization\.yaml: written\n/);
    expect(stderr).toContain("generate -f 'it'\\''s/configmap.yaml' -o 'it'\\''s/generated'");
  });

  it('writes into the working directory unless told where, and never a second time', () => {
    expect(eventJobs(['init'], { cwd }).status).toBe(0);
    expect(readdirSync(cwd).sort()).toEqual(['configmap.yaml', 'kustomization.yaml']);
    const again = eventJobs(['init'], { cwd });
    expect(again).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^configmap\.yaml: is there already.*\nkustomization\.yaml: is there already.*\n$/),
    });
  });

  it('writes what its next command takes', () => {
    eventJobs(['init', 'jobs'], { cwd });
    const args = ['generate', '-f', 'jobs/configmap.yaml', '-o', 'jobs/generated', '--launcher-image', 'l:1', '--amqp-host', 'h'];
    expect(eventJobs(args, { cwd })).toMatchObject({ status: 0, stdout: '' });
    expect(readdirSync(join(cwd, 'jobs/generated'))).toContain('kustomization.yaml');
  });

  it('has help with an example', () => {
    expect(eventJobs(['init', '--help']).stdout).toContain('Example:\n  event-jobs init jobs\n');
  });
});
