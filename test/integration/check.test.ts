import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const bin = join(import.meta.dirname, '../../bin/event-jobs');
const good = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a: "{jobName: a, image: a, command: [a]}"\n';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'event-jobs-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function eventJobs(args: string[], { input = '', env = {} } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { input, env, cwd: directory, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function generated(text = good): void {
  writeFileSync(join(directory, 'c.yaml'), text);
  expect(eventJobs(['generate', '-f', 'c.yaml', '-o', 'out', '--launcher-image', 'l', '--amqp-host', 'h'])).toMatchObject({ status: 0 });
}

describe('event-jobs check', () => {
  it('ends with 0 and says nothing where the directory is what generate makes, whatever the environment says', () => {
    generated();
    const env = { LAUNCHER_IMAGE: 'other', AMQP_HOST: 'other', POD_NAMESPACE: 'other', CONFIG_MAP_NAME: 'other' };
    expect(eventJobs(['check', '-f', 'c.yaml', '-o', 'out'], { env })).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('ends with 1 and a diff on standard output where it is not', () => {
    generated();
    appendFileSync(join(directory, 'out/scaledjob.default.a.yaml'), '# more\n');
    const { status, stdout, stderr } = eventJobs(['check', '-f', 'c.yaml', '-o', 'out']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '1 file differs: - is there, + is what event-jobs generate makes\n' });
    expect(stdout).toMatch(
      /^--- out\/scaledjob\.default\.a\.yaml\n\+\+\+ out\/scaledjob\.default\.a\.yaml\n@@ .*@@\n(?: .*\n){3}-# more\n$/,
    );
  });

  it('ends with 2 and the faults on standard error, with their places', () => {
    generated();
    const { status, stdout, stderr } = eventJobs(['check', '-f', '-', '-o', 'out'], { input: good.replace('jobName: a', 'jobName: A') });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^<stdin>:5:17: data\.a\.jobName: "A" is not valid; it must be a DNS subdomain/);
  });

  it('looks at the ConfigMap alone without a directory, with the settings of the environment', () => {
    expect(eventJobs(['check', '-f', '-'], { input: good, env: { LAUNCHER_IMAGE: 'l' } })).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(eventJobs(['check', '-f', '-'], { input: good })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--launcher-image'),
    });
  });

  it.each([
    ['json', { version: 1, exitCode: 1, results: [{ rule: 'event-jobs/difference', file: 'out/scaledjob.default.a.yaml' }] }],
    [
      'sarif',
      { version: '2.1.0', runs: [{ tool: { driver: { name: 'event-jobs', semanticVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) } } }] },
    ],
  ])('says the same as %s, all on standard output', (format, expected) => {
    generated();
    rmSync(join(directory, 'out/scaledjob.default.a.yaml'));
    const { status, stdout, stderr } = eventJobs(['check', '-f', 'c.yaml', '-o', 'out', '--format', format]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject(expected);
  });

  it.each([
    [['-f', '-', '-o', 'none'], 'none: has no kustomization.yaml of event-jobs generate'],
    [['-f', '-', '--launcher-image', 'A B'], '--launcher-image: A B is no image reference'],
    [['-f', '-', '--format', 'xml'], "option '--format <format>' argument 'xml' is invalid"],
    [['-o', 'out'], 'nothing to read'],
    [['-f', '-', '-o', 'out', '--context', 'x'], '--context: only with --live'],
    [['-f', '-', '--launcher-image', 'l', '--server', '--kubeconfig', 'none'], 'the kubeconfig cannot be read: ENOENT'],
    [['-f', '-', '-o', bin], `${bin}: is no directory\n`],
  ])('ends with 2 and no stack: %j', (args, message) => {
    const made = eventJobs(['check', ...args], { input: good });
    expect(made).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(made.stderr).not.toContain('    at ');
  });

  it('ends with 2 where the cluster does not answer', () => {
    const cluster = { name: 'c', cluster: { server: 'https://127.0.0.1:1' } };
    const context = { name: 'here', context: { cluster: 'c', user: 'u' } };
    const users = [{ name: 'u', user: { token: 't' } }];
    writeFileSync(join(directory, 'k'), JSON.stringify({ clusters: [cluster], contexts: [context], users, 'current-context': 'here' }));
    const made = eventJobs(['check', '-f', '-', '--launcher-image', 'l', '--server', '--kubeconfig', 'k'], { input: good });
    expect(made).toMatchObject({ status: 2, stdout: '' });
    expect(made.stderr).toBe('the cluster at https://127.0.0.1:1/ (context here) does not answer: connect ECONNREFUSED 127.0.0.1:1\n');
  });
});
