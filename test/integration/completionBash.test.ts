import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commands } from '../../generator/commands/commands.ts';
import { completed } from '../../generator/completion/completed.ts';
import { localCommand } from '../../generator/completion/local.ts';
import { redriveCommand } from '../../generator/completion/redrive.ts';
import { statusCommand } from '../../generator/completion/status.ts';

const bin = join(import.meta.dirname, '../../bin/event-jobs');

function eventJobs(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

describe('the completion of bash', () => {
  let directory = '';
  let script = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'event-jobs-'));
    mkdirSync(join(directory, 'deploy here'));
    writeFileSync(join(directory, 'configmap.yaml'), '');
    script = eventJobs('completion', 'bash');
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  /** What bash would show, as it calls the function for the last of the words. */
  function replies(...words: string[]): string[] {
    const program = `${script}
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
      _event_jobs && printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', program, 'bash', ...words], { cwd: directory, encoding: 'utf8' });
    expect(stderr).toBe('');
    return stdout.split('\n').filter((line) => line !== '');
  }

  it('is made known for event-jobs', () => {
    const { stdout } = spawnSync('bash', ['--norc', '-c', `${script}complete -p event-jobs`], { encoding: 'utf8' });
    expect(stdout).toBe('complete -F _event_jobs event-jobs\n');
  });

  it('has every command that there is', () => {
    const listed = eventJobs('--help').matchAll(/^ {2}(\w+) /gm);
    expect(replies('event-jobs', '').sort()).toEqual([...[...listed].map(([, name]) => name), '--help', '--version'].sort());
    expect(replies('event-jobs', 'gen')).toEqual(['generate']);
  });

  it.each([...Object.keys(commands), 'local', 'redrive', 'status'])('has every flag of %s that its help has', (name) => {
    const flags = [...eventJobs(name, '--help').matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag);
    const refused = ['--amqp-username', '--amqp-password', '--reload-enabled'];
    expect(replies('event-jobs', name, '--').sort()).toEqual(flags.filter((flag) => !refused.includes(flag ?? '')).sort());
  });

  it('has the words, files and folders that may follow a flag', () => {
    expect(replies('event-jobs', 'generate', '--pod-security', '')).toEqual(['privileged', 'restricted']);
    expect(replies('event-jobs', 'generate', '--pod-security', '=', 're')).toEqual(['restricted']);
    expect(replies('event-jobs', 'generate', '--amqp-tls', '=')).toEqual(['true', 'false']);
    expect(replies('event-jobs', 'generate', '-f', 'conf')).toEqual(['configmap.yaml']);
    expect(replies('event-jobs', 'generate', '-o', '')).toEqual(['deploy here']);
    expect(replies('event-jobs', 'local', '--state', '')).toEqual(['deploy here']);
    expect(replies('event-jobs', 'generate', '--amqp-host', '')).toEqual([]);
    expect(replies('event-jobs', 'completion', 'z')).toEqual(['zsh']);
  });

  it('goes on with flags behind one that may stand alone', () => {
    expect(replies('event-jobs', 'generate', '--amqp-tls', '--prun')).toEqual(['--prune']);
  });
});

describe('what shells are told', () => {
  it.each([
    ['local', localCommand],
    ['redrive', redriveCommand],
    ['status', statusCommand],
  ])('of event-jobs %s is what its own help says', (name, command) => {
    const help = eventJobs(name, '--help')
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/(?<=--[\w-]+) [<[]\w+[>\]]/g, '');
    for (const { flags, means, value, optional } of completed(name, command()).options) {
      expect(help).toContain(`${flags.join(', ')} ${means}`);
      if (typeof value !== 'string' && !optional) expect(help).toContain(value.map((word) => `"${word}"`).join(', '));
    }
  });

  it('has no flag that is only there to be refused', async () => {
    const { options } = completed('generate', (await import('../../generator/commands/generate.ts')).command());
    expect(options.flatMap(({ flags }) => flags)).not.toContain('--amqp-password');
  });
});
