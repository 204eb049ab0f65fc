import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const bin = join(import.meta.dirname, '../../bin/event-jobs');
let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'event-jobs-'));
  mkdirSync(join(directory, 'deploy'));
  for (const name of ['configmap.yaml', '_event-jobs', 'event-jobs.fish']) writeFileSync(join(directory, name), '');
  writeFileSync(join(directory, '_event-jobs'), execFileSync(process.execPath, [bin, 'completion', 'zsh']));
  writeFileSync(join(directory, 'event-jobs.fish'), execFileSync(process.execPath, [bin, 'completion', 'fish']));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** What stands on the line of a zsh with a terminal once the tab key is pressed behind the text; it must come to be what is expected. */
const typing = `
  zmodload zsh/zpty
  zpty z zsh -f -i
  zpty -w z "PROMPT= RPROMPT=; unsetopt zle_bracketed_paste; fpath=($PWD \\$fpath); autoload -Uz compinit; compinit -u -D; print REA''DY"
  zpty -r -m z out '*READY*'
  zpty -w -n z "$1"$'\\t'
  zpty -r -m z out "*$2*" && print -r -- "$out"
  zpty -d z`;

describe('a zsh with the completion in its fpath', () => {
  it.each([
    ['event-jobs gen', 'event-jobs generate'],
    ['event-jobs generate --pod-security res', '--pod-security restricted'],
    ['event-jobs generate --amqp-tls --pru', '--amqp-tls --prune'],
    ['event-jobs generate --amqp-tls=t', '--amqp-tls=true'],
    ['event-jobs generate -f a -f conf', '-f a -f configmap.yaml'],
    ['event-jobs generate -o d', '-o deploy'],
    ['event-jobs local --dr', 'local --drain'],
    ['event-jobs completion fi', 'completion fish'],
  ])('makes of %j %j', (typed, whole) => {
    const { stdout, signal } = spawnSync('zsh', ['-f', '-c', typing, 'zsh', typed, whole], {
      cwd: directory,
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect({ stdout, signal }).toEqual({ stdout: expect.stringContaining(whole), signal: null });
  });
});

describe('a fish with the completion', () => {
  it.each([
    ['event-jobs gen', ['generate']],
    ['event-jobs generate --pod-security ', ['privileged', 'restricted']],
    ['event-jobs generate --amqp-tls=', ['--amqp-tls=false', '--amqp-tls=true']],
    ['event-jobs generate -f conf', ['configmap.yaml']],
    ['event-jobs generate -o d', ['deploy/']],
    ['event-jobs generate ', []],
    ['event-jobs local --', ['--drain', '--filename', '--help', '--state']],
    ['event-jobs completion ', ['bash', 'fish', 'zsh']],
  ])('offers for %j %j', (typed, offered) => {
    const program = `source event-jobs.fish; complete --do-complete ${JSON.stringify(typed)}`;
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', program], { cwd: directory, encoding: 'utf8' });
    const lines = stdout.split('\n').filter((line) => line !== '');
    expect({ stderr, lines: lines.map((line) => line.split('\t')[0]) }).toEqual({ stderr: '', lines: offered });
  });
});
