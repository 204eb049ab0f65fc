import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const bin = join(import.meta.dirname, '../../bin/event-jobs');
const good = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a: "{jobName: a, image: a, command: [a]}"\n';
const bad = good.replace('jobName: a', 'jobName: A');

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'event-jobs-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function eventJobs(args: string[], { input = '', env = {}, node = [] as string[] } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, bin, ...args], { input, env, cwd: directory, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const file = (name: string, text: string | Buffer) => {
  writeFileSync(join(directory, name), text);
  return name;
};

describe('event-jobs generate', () => {
  it('prints manifests and nothing else on standard output', () => {
    const made = eventJobs(['generate', '-f', file('c.yaml', good), '--launcher-image', 'l', '--amqp-host', 'h']);
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(made.stdout).toMatch(/^apiVersion: v1\nkind: ServiceAccount\n[\s\S]*\nkind: ScaledJob\n/);
  });

  it('reads standard input and takes its settings from the environment; flags win', () => {
    const env = { LAUNCHER_IMAGE: 'l:env', AMQP_HOST: 'h', AMQP_PORT: '1', DOCKER_REGISTRY: 'r.example.com', KUBERNETES_JOB_SCOPE: 'jobs' };
    const made = eventJobs(['generate', '-f', '-', '--launcher-image', 'l:flag'], { input: good, env });
    expect(made).toMatchObject({ status: 0, stderr: '' });
    for (const text of ['image: l:flag\n', 'host: amqp://h:1\n', 'image: r.example.com/a:latest\n', 'namespace: jobs\n'])
      expect(made.stdout).toContain(text);
  });

  it('writes no credential, though the environment has some: of the broker’s Secret only its name and keys', () => {
    const env = { LAUNCHER_IMAGE: 'l', AMQP_HOST: 'h', AMQP_USERNAME: 'somebody', AMQP_PASSWORD: 'hunter2' };
    const { stdout } = eventJobs(['generate', '-f', '-'], { input: good, env });
    expect(stdout).toContain('key: AMQP_PASSWORD');
    expect(stdout).not.toMatch(/hunter2|somebody/);
  });

  it('notes credentials in the environment, and repeats none', () => {
    const env = { LAUNCHER_IMAGE: 'l', AMQP_HOST: 'h', AMQP_USERNAME: 'somebody', AMQP_PASSWORD: 'hunter2' };
    const { stderr } = eventJobs(['generate', '-f', '-'], { input: good, env });
    expect(stderr).toMatch(/^note: AMQP_USERNAME is not read: .*\nnote: AMQP_PASSWORD is not read: .*\n$/);
    expect(stderr).not.toMatch(/hunter2|somebody/);
  });

  it('reads several files and directories as one input, and tells what is wrong with all of them at once', () => {
    file('c.yaml', good);
    file('d.yaml', bad.replace('name: x', 'name: y1'));
    mkdirSync(join(directory, 'more'));
    file('more/e.yaml', bad.replace('name: x', 'name: z1'));
    const made = eventJobs(['generate', '-f', 'none', '-f', 'c.yaml', '-f', 'd.yaml', '-f', 'more', '--launcher-image', 'l']);
    expect(made).toMatchObject({ status: 2, stdout: '' });
    const lines = made.stderr.trimEnd().split('\n');
    expect(lines.map((line) => line.split(': ')[0])).toEqual(['none', 'd.yaml:5:17', 'more/e.yaml:5:17']);
  });

  it('reads standard input once', () => {
    const made = eventJobs(['generate', '-f', '-', '-f', '-', '--launcher-image', 'l'], { input: good });
    expect(made).toMatchObject({ status: 2, stdout: '', stderr: '-: can be read only once\n' });
  });

  it('says what is wrong on standard error, with its place, and writes nothing', () => {
    const made = eventJobs(['generate', '-f', file('c.yaml', bad), '--launcher-image', 'l', '-o', 'out']);
    expect(made).toMatchObject({ status: 2, stdout: '' });
    expect(made.stderr).toMatch(/^c\.yaml:5:17: data\.a\.jobName: "A" is not valid; it must be a DNS subdomain/);
    expect(readdirSync(directory)).toEqual(['c.yaml']);
  });

  it('calls standard input by its name', () => {
    const made = eventJobs(['generate', '-f', '-', '--launcher-image', 'l'], { input: bad });
    expect(made.stderr).toMatch(/^<stdin>:5:17: /);
  });

  it('writes a directory, says when an entry is gone, and prunes it', () => {
    const args = ['generate', '-f', 'c.yaml', '--launcher-image', 'l', '--amqp-host', 'h', '-o', 'out'];
    file('c.yaml', good);
    expect(eventJobs(args)).toEqual({ status: 0, stdout: '', stderr: 'out: 3 written, 0 unchanged\n' });
    file('c.yaml', good.replaceAll('a: "{jobName: a', 'b: "{jobName: b'));
    expect(eventJobs(args).stderr).toMatch(
      /^note: out\/scaledjob\.default\.a\.yaml: .*\nout: 2 written, 1 unchanged, 1 kept as draining\n$/,
    );
    expect(eventJobs([...args, '--prune']).stderr).toMatch(/^note: .*: removed\..*\nout: 1 written, 2 unchanged, 1 removed\n$/);
    expect(readdirSync(join(directory, 'out')).sort()).toEqual(['kustomization.yaml', 'scaledjob.default.b.yaml', 'shared.default.x.yaml']);
  });

  it('does not read what it has written into the directory of its input', () => {
    file('c.yaml', good);
    const args = ['generate', '-f', '.', '--launcher-image', 'l', '--amqp-host', 'h', '-o', '.'];
    expect(eventJobs(args)).toMatchObject({ status: 0 });
    expect(eventJobs(args)).toMatchObject({ status: 0, stderr: '.: 0 written, 3 unchanged\n' });
  });

  it('needs a launcher image, and says how to make one', () => {
    const made = eventJobs(['generate', '-f', file('c.yaml', good)]);
    expect(made).toMatchObject({ status: 2, stdout: '' });
    expect(made.stderr).toContain('make image');
  });

  it('notes a broker that no pod can reach, and a ConfigMap without entries', () => {
    const made = eventJobs(['generate', '-f', '-', '--launcher-image', 'l'], { input: good.slice(0, good.indexOf('\ndata:') + 1) });
    expect(made).toMatchObject({ status: 0, stdout: '' });
    expect(made.stderr).toMatch(/^note: the broker's host is localhost.*\nnote: the ConfigMap x has no queue entries\n$/);
  });

  it.each([
    [['generate', '--launcher-image', 'l'], 'nothing to read: -f FILE'],
    [['generate', '-f', 'none.yaml', '--launcher-image', 'l'], 'none.yaml: cannot be read: ENOENT'],
    [['generate', '-f', '.', '--launcher-image', 'l'], '.: has no files *.yaml, *.yml or *.json to read; --recursive'],
    [['generate', '-f', 'x', '--live', '--launcher-image', 'l'], '-f and --live: one of the two'],
    [['generate', '-f', 'x', '--prune', '--launcher-image', 'l'], '--prune: only with --output'],
    [['generate', '-f', 'x', '--amqp-password', 'p'], '--amqp-password belongs in the Secret'],
    [['generate', '--live', '--kubeconfig', 'none', '--launcher-image', 'l'], 'the kubeconfig cannot be read: ENOENT'],
    [['generate', '-f', 'x', '--nonsense'], "unknown option '--nonsense'"],
    [['generate', '-f', 'x', 'y'], 'too many arguments'],
    [['generate', '-f', 'x', 'y'], 'event-jobs generate --help'],
    [['nonsense'], 'event-jobs: unknown command: nonsense'],
    [['constructor'], 'event-jobs: unknown command: constructor'],
  ])('ends with 2 and no stack: %j', (args, message) => {
    const made = eventJobs(args);
    expect(made).toMatchObject({ status: 2, stdout: '' });
    expect(made.stderr).toContain(message);
    expect(made.stderr).not.toContain('    at ');
  });

  it('refuses a file that is no UTF-8', () => {
    const made = eventJobs(['generate', '-f', file('c.yaml', Buffer.from([0x61, 0xff])), '--launcher-image', 'l']);
    expect(made).toMatchObject({ status: 2, stderr: 'c.yaml: is not UTF-8\n' });
  });

  it('ends with 1 and no stack where the directory cannot be made', () => {
    const made = eventJobs(['generate', '-f', file('c.yaml', good), '--launcher-image', 'l', '-o', '/proc/event-jobs/out']);
    expect(made.status).toBe(1);
    expect(made.stderr).toMatch(/^\/proc\/event-jobs: cannot be made: .*\n$/);
  });

  it('ends with 2 where the directory is a file', () => {
    const made = eventJobs(['generate', '-f', file('c.yaml', good), '--launcher-image', 'l', '-o', file('out', '')]);
    expect(made).toMatchObject({ status: 2, stderr: 'out: is no directory\n' });
  });

  it('ends with 1, and writes nothing, where another run writes there', () => {
    mkdirSync(join(directory, 'out'));
    const lock = file('out/.event-jobs.lock', `${process.pid} ${hostname()}\n`);
    const made = eventJobs(['generate', '-f', file('c.yaml', good), '--launcher-image', 'l', '-o', 'out']);
    const stderr = `out: another event-jobs generate is writing there (pid ${process.pid}); if not, delete ${lock}\n`;
    expect(made).toMatchObject({ status: 1, stderr });
    expect(readdirSync(join(directory, 'out'))).toEqual(['.event-jobs.lock']);
  });
});

describe('the standard output of event-jobs', () => {
  const piped = (to: string) => {
    const program = `"${process.execPath}" "${bin}" generate -f c.yaml --launcher-image l --amqp-host h ${to}; echo "\${PIPESTATUS[0]}" >&2`;
    return spawnSync('bash', ['--norc', '-c', program], { cwd: directory, encoding: 'utf8', env: {} }).stderr;
  };

  it('may be closed by a reader that has seen enough', () => {
    const entries = Array.from({ length: 50 }, (_, at) => `  a${at}: "{jobName: a${at}, image: a, command: [a]}"\n`);
    file('c.yaml', good + entries.join(''));
    expect(piped('| head -n 1 >/dev/null')).toBe('0\n');
  });

  it('is told where it cannot be written, with exit code 1', () => {
    file('c.yaml', good);
    expect(piped('>/dev/full')).toBe('ENOSPC: no space left on device, write\n1\n');
  });
});

describe('event-jobs', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])('lists its commands: %j', (args) => {
    const made = eventJobs(args);
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(made.stdout).toMatch(/^Usage: event-jobs COMMAND[\s\S]*\n {2}generate [\s\S]*\n {2}local /);
  });

  it('says its version', () => {
    expect(eventJobs(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  const old = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.1.0" } })';
  const byOldNode = ['--import', `data:text/javascript,${encodeURIComponent(old)}`];

  it('runs by the Node of its checkout where the one that started it is too old', () => {
    const made = eventJobs(['generate', '--help'], { node: byOldNode });
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(made.stdout).toContain('--launcher-image');
    expect(eventJobs(['generate', '--nonsense'], { node: byOldNode }).status).toBe(2);
  });

  it('says which Node it needs where there is no other', () => {
    const alone = mkdtempSync(join(tmpdir(), 'event-jobs-'));
    try {
      for (const path of ['bin', 'package.json']) cpSync(join(import.meta.dirname, '../..', path), join(alone, path), { recursive: true });
      const made = spawnSync(process.execPath, [...byOldNode, join(alone, 'bin/event-jobs'), 'generate'], { encoding: 'utf8' });
      expect(made.status).toBe(2);
      expect(made.stderr).toMatch(/^event-jobs: needs Node >=24.*`npm ci` brings it\.\n$/);
    } finally {
      rmSync(alone, { recursive: true });
    }
  });

  it.each(['flase', 'maybe', '2'])('takes no slip for a switch: --amqp-tls %s', (word) => {
    const made = eventJobs(['generate', '-f', file('c.yaml', good), '--launcher-image', 'l', '--amqp-tls', word]);
    expect(made).toMatchObject({ status: 2, stdout: '' });
    expect(made.stderr).toBe(`--amqp-tls: ${word} is neither on nor off: true or false\n`);
  });

  it('says where there is no kubeconfig for --live', () => {
    const made = eventJobs(['generate', '--live', '--launcher-image', 'l'], { env: { HOME: directory } });
    expect(made).toMatchObject({ status: 2, stdout: '' });
    expect(made.stderr).toMatch(/^there is no kubeconfig: .*--kubeconfig does\n$/);
  });

  it('says which of the settings that a directory records are others this time', () => {
    const args = ['generate', '-f', file('c.yaml', good), '-o', 'out', '--launcher-image', 'l'];
    expect(eventJobs([...args, '--amqp-host', 'h']).stderr).toBe('out: 3 written, 0 unchanged\n');
    expect(eventJobs([...args, '--amqp-host', 'h']).stderr).toBe('out: 0 written, 3 unchanged\n');
    expect(eventJobs(args).stderr).toContain('note: out: --amqp-host was h and is localhost now\n');
  });

  it('says which ConfigMaps it passes over', () => {
    const labelled = good.replace('{name: x}', '{name: x, labels: {event-jobs.goci.io/config: "true"}}');
    const other = file('other.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\ndata: {a: "jobName: a\\nimage: a"}\n');
    const settings = ['--launcher-image', 'l', '--amqp-host', 'h'];
    const made = eventJobs(['generate', '-f', file('c.yaml', labelled), '-f', other, ...settings]);
    expect(made.status).toBe(0);
    expect(made.stderr).toBe(
      `note: ${other}: ConfigMap other is passed over: others bear the label event-jobs.goci.io/config: "true", and it does not\n`,
    );
  });
});
