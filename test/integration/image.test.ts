import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exitCodes, volume } from '../../handler/contract.ts';
import { encodeOutcome, type Outcome } from '../../handler/outcome.ts';

interface Image {
  root: string;
  archiveSize: number;
  config: { User: string; Entrypoint: string[]; Cmd?: string[]; Labels: Record<string, string> };
  layers: { size: number }[];
}

let work: string;
let launcher: Image;
let processor: Image;

/** Builds an image by one of test/image's scripts and unpacks it as a container runtime would. */
function image(script: string): Image {
  const folder = mkdtempSync(join(work, 'image-'));
  const made = (name: string) => join(folder, name);
  execFileSync(`test/image/${script}`, [made('archive')], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const name of ['layout', 'root']) mkdirSync(made(name));
  execFileSync('tar', ['-xf', made('archive'), '-C', made('layout')]);
  const blob = (digest: string) => join(made('layout'), 'blobs', digest.replace(':', '/'));
  const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
  const manifest = json(blob(json(join(made('layout'), 'index.json')).manifests[0].digest));
  for (const { digest } of manifest.layers) execFileSync('tar', ['-xpf', blob(digest), '-C', made('root')]);
  const { config } = json(blob(manifest.config.digest));
  return { root: made('root'), archiveSize: statSync(made('archive')).size, config, layers: manifest.layers };
}

/** Runs a command as PID 1 in a root file system that it can only read, as the image's user, with exactly the environment given. */
function inside(root: string, command: string[], env: Record<string, string> = {}) {
  const script = `root=$1 user=$2 variables=$3; shift 3
    mount --bind "$root" "$root" && mount -o remount,bind,ro "$root" &&
    exec env -i "\${@:1:variables}" /usr/sbin/chroot --userspec="$user" "$root" "\${@:variables + 1}"`;
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const given = [root, launcher.config.User, String(variables.length), ...variables, ...command];
  const options = { encoding: 'utf8', timeout: 30_000 } as const;
  const { status, stdout, stderr } = spawnSync('unshare', ['--mount', '--pid', '--fork', 'bash', '-c', script, 'bash', ...given], options);
  return { status, stdout, stderr };
}

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'event-jobs-image-'));
  launcher = image('build');
  processor = image('build-processor');
}, 180_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe("the launcher's image", () => {
  it('starts the launcher, as a user that the kubelet can tell from root by its number', () => {
    expect(launcher.config).toMatchObject({ User: '65532:65532', Entrypoint: ['/nodejs/bin/node', '/start.cjs'] });
    expect(launcher.config.Cmd ?? []).toEqual([]);
  });

  it('says what it is and of which version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(launcher.config.Labels).toMatchObject({
      'org.opencontainers.image.title': 'kubernetes-event-jobs',
      'org.opencontainers.image.description': expect.any(String),
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.version': version,
    });
  });

  it.each([
    ['handover', 0o755],
    ['start.cjs', 0o644],
    ['launcher.cjs', 0o644],
    ['launcher.cache', 0o644],
    ['contentSchema.cjs', 0o644],
  ])('holds /%s, of root, which nobody else may write', (name, mode) => {
    const { uid, gid, mode: actual } = statSync(join(launcher.root, name));
    expect({ uid, gid, mode: actual & 0o7777 }).toEqual({ uid: 0, gid: 0, mode });
  });

  it('has nothing with a set-user bit, and nothing that everybody may write but /tmp', () => {
    const loose = readdirSync(launcher.root, { recursive: true, encoding: 'utf8' }).filter((name) => {
      const status = lstatSync(join(launcher.root, name));
      return !status.isSymbolicLink() && (status.mode & 0o6002) !== 0;
    });
    expect(loose).toEqual(['tmp']);
  });

  it('adds less than half a mebibyte to its base, and is under 60 MB with it', () => {
    const own = launcher.layers.slice(1).reduce((sum, { size }) => sum + size, 0);
    expect(own).toBeLessThan(512 * 1024);
    expect(launcher.archiveSize).toBeLessThan(60_000_000);
  });

  it("starts the launcher by V8's code of it, made for this Node and its flags", () => {
    const hook = `const vm = require('node:vm');
      const { Script } = vm;
      vm.Script = class extends Script {
        constructor(source, options) {
          super(source, options);
          process.stdout.write(JSON.stringify({ bytes: options.cachedData.length, rejected: this.cachedDataRejected }));
          process.exit(0);
        }
      };
      require('/start.cjs');`;
    const [node = '', ...flags] = launcher.config.Entrypoint.slice(0, -1);
    const { stdout } = inside(launcher.root, [node, ...flags, '--eval', hook]);
    expect(JSON.parse(stdout)).toEqual({ bytes: statSync(join(launcher.root, 'launcher.cache')).size, rejected: false });
  });

  it('runs without a shell and without writing to its file system', () => {
    for (const shell of ['sh', 'bash', 'dash', 'busybox']) expect(existsSync(join(launcher.root, 'bin', shell))).toBe(false);
    expect(inside(launcher.root, [...launcher.config.Entrypoint])).toMatchObject({ status: exitCodes.settings.code });
    expect(inside(launcher.root, ['/nodejs/bin/node', '-p', 'process.version']).stdout).toMatch(/^v24\./);
  });

  it('starts the launcher without that code, too', () => {
    const [node = ''] = launcher.config.Entrypoint;
    rmSync(join(launcher.root, 'launcher.cache'));
    expect(inside(launcher.root, [node, '/start.cjs'])).toMatchObject({ status: exitCodes.settings.code });
  });
});

it('is bundled from no more than what .dockerignore lets in', () => {
  const context = mkdtempSync(join(work, 'context-'));
  const allowed = readFileSync('.dockerignore', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  for (const name of allowed) cpSync(name, join(context, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(context, 'node_modules'));
  execFileSync('npm', ['run', 'build'], { cwd: context, stdio: ['ignore', 'pipe', 'pipe'] });
  expect(statSync(join(context, 'dist', 'launcher.cjs')).size).toBeGreaterThan(10_000);
}, 60_000);

describe('its hand-over program, in an image with nothing but one static program', () => {
  const handedOver = (outcome: Outcome | undefined, command: string[], env: Record<string, string> = {}) => {
    const event = join(processor.root, volume.path);
    rmSync(event, { recursive: true, force: true });
    mkdirSync(event);
    copyFileSync(join(launcher.root, 'handover'), join(processor.root, volume.handover));
    if (outcome) writeFileSync(join(processor.root, volume.outcome), encodeOutcome(outcome), { mode: 0o444 });
    return inside(processor.root, [volume.handover, ...command], env);
  };
  const hex = (text: string) => Buffer.from(text).toString('hex');

  it("makes the command PID 1, with the container's environment and the outcome's, and nothing else", () => {
    const set = new Map([
      ['MESSAGE', '{"a":"ü"}'],
      ['spring.datasource.url', 'jdbc:x?y=z'],
    ]);
    const inherited = { PATH: '/usr/bin:/bin', HOSTNAME: 'pod', GONE: '1' };
    const { stdout } = handedOver({ run: set, unset: ['GONE'] }, ['processor', 'env', 'a b'], inherited);
    expect(JSON.parse(stdout)).toEqual({
      pid: 1,
      uid: 65532,
      cwd: hex('/'),
      arguments: ['processor', 'env', 'a b'].map(hex),
      environment: ['PATH=/usr/bin:/bin', 'HOSTNAME=pod', 'MESSAGE={"a":"ü"}', 'spring.datasource.url=jdbc:x?y=z'].map(hex),
    });
  });

  it("passes the command's exit code on", () => {
    expect(handedOver({ run: new Map(), unset: [] }, ['/bin/processor', 'exit', '42']).status).toBe(42);
  });

  it('ends with 0 when the launcher said so, and never without a word of it', () => {
    expect(handedOver({ exit: 0 }, ['/bin/processor', 'exit', '42']).status).toBe(0);
    expect(handedOver(undefined, ['/bin/processor', 'exit', '0']).status).toBe(exitCodes.noOutcome.code);
  });

  it('says which command the image does not have', () => {
    const { status, stderr } = handedOver({ run: new Map(), unset: [] }, ['/bin/sh', '-c', 'true']);
    expect({ status, stderr }).toEqual({
      status: exitCodes.notFound.code,
      stderr: 'handover: cannot run /bin/sh: No such file or directory\n',
    });
  });
});
