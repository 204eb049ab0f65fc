/**
 * Where one pod's containers run as processes: a root folder with what the launcher's image and the kubelet would put there, a private
 * mount namespace and a network of its own. It is gone with the process that holds it.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundles } from './image.ts';

/** By these names the launcher finds the proxies. */
export const names = { broker: 'broker', apiServer: 'kubernetes' } as const;

/** What the image and the kubelet's mounts hold. */
export interface Files {
  readonly handover: string;
  /** volumeSteps.c, compiled. */
  readonly volumeSteps: string;
  readonly ca: Buffer;
}

export interface Running {
  readonly process: ChildProcess;
  /** What it has written to its standard output so far. */
  readonly output: () => string;
  readonly errors: () => string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

const serviceAccount = 'var/run/secrets/kubernetes.io/serviceaccount';

const holder = `
set -e
cd "$1"
mount --bind /usr usr
mount --bind /proc proc
mount --bind /dev/null dev/null
mount --bind /dev/urandom dev/urandom
mount --bind "$2" nodejs/bin/node
echo in
read -r _
ip link set lo up
ip address add "$3/30" dev eth0
ip link set eth0 up
echo ready
exec cat
`;

export class Sandbox {
  /** Of the machine, as seen from within, and of the pod. */
  readonly host: string;
  readonly address: string;
  readonly #root: string;
  readonly #holder: ChildProcess;

  private constructor(index: number, root: string, node: string) {
    this.host = `10.97.${index}.1`;
    this.address = `10.97.${index}.2`;
    this.#root = root;
    const inside = ['--mount', '--net', '--propagation', 'private', 'sh', '-c', holder, 'sh', root, node, this.address];
    this.#holder = spawn('unshare', inside, { stdio: ['pipe', 'pipe', 'inherit'] });
  }

  static async open(index: number, root: string, files: Files): Promise<Sandbox> {
    furnish(root, `10.97.${index}.1`, files);
    const sandbox = new Sandbox(index, root, realpathSync('node_modules/.bin/node'));
    const { stdout, stdin, pid } = sandbox.#holder;
    if (stdout === null || stdin === null) throw new Error('unreachable');
    await once(stdout, 'data');
    const link = `crash${index}`;
    execFileSync('ip', ['link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)]);
    execFileSync('ip', ['address', 'add', `${sandbox.host}/30`, 'dev', link]);
    execFileSync('ip', ['link', 'set', link, 'up']);
    stdin.write('\n');
    await once(stdout, 'data');
    return sandbox;
  }

  /** A process in it, by itself: what is killed is the program. */
  start(command: readonly string[], env: Readonly<Record<string, string>>): Running {
    const inside = ['--target', String(this.#holder.pid), '--mount', '--net', '/usr/sbin/chroot', this.#root, ...command];
    const child = spawn('/usr/bin/nsenter', inside, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
    const textOf = (parts: readonly Buffer[]) => Buffer.concat(parts).toString();
    return { process: child, output: () => textOf(chunks), errors: () => textOf(errors), ended };
  }

  /** Of the launcher's ServiceAccount, from now on. */
  giveToken(token: string): void {
    writeFileSync(join(this.#root, serviceAccount, 'token'), token);
  }

  /** As a new pod finds it. */
  emptyVolume(): void {
    const volume = join(this.#root, 'event');
    for (const file of readdirSync(volume)) rmSync(join(volume, file));
  }

  close(): void {
    this.#holder.stdin?.end();
  }
}

function furnish(root: string, host: string, { handover, volumeSteps, ca }: Files): void {
  const account = join(root, serviceAccount);
  for (const folder of ['event', 'etc', 'dev', 'proc', 'usr', 'nodejs/bin']) mkdirSync(join(root, folder), { recursive: true });
  mkdirSync(account, { recursive: true });
  for (const folder of ['bin', 'lib', 'lib64']) symlinkSync(`usr/${folder}`, join(root, folder));
  for (const mounted of ['dev/null', 'dev/urandom', 'dev/termination-log', 'nodejs/bin/node']) writeFileSync(join(root, mounted), '');
  copyFileSync(handover, join(root, 'handover'));
  for (const bundle of bundles) copyFileSync(bundle, join(root, basename(bundle)));
  copyFileSync(volumeSteps, join(root, 'volumeSteps.so'));
  writeFileSync(join(root, 'etc/hosts'), `${host} ${names.broker} ${names.apiServer}\n`);
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files\n');
  writeFileSync(join(account, 'ca.crt'), ca);
}
