import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';

/** What a whole process took, its children included; the memory is the largest process's. */
export interface Run {
  seconds: number;
  cpuSeconds: number;
  /** At its peak, in MB of 10^6 bytes. */
  megabytes: number;
}

/** Nothing of this shell's but where programs are. */
const env = { PATH: process.env.PATH, HOME: '/nonexistent' };

/** Runs a command, its output into a file; undefined where it had to be stopped after so many seconds. Throws where it fails. */
export function measure(command: readonly string[], output: string, limit: number): Run | undefined {
  const usage = `${output}.usage`;
  const measured = ['/usr/bin/time', '--quiet', '--output', usage, '--format', '%U %S %M', 'timeout', String(limit), ...command];
  const { seconds, status } = run(measured, output, [0, 124]);
  const [user = 0, system = 0, kibibytes = 0] = readFileSync(usage, 'utf8').trim().split(' ').map(Number);
  rmSync(usage);
  return status === 124 ? undefined : { seconds, cpuSeconds: user + system, megabytes: (kibibytes * 1024) / 1e6 };
}

/** Of a command by itself, which is more exact where a thousandth of a second counts. */
export function wallSeconds(command: readonly string[], output: string): number {
  return run(command, output, [0]).seconds;
}

function run([program = '', ...args]: readonly string[], output: string, fine: number[]): { seconds: number; status: number } {
  const file = openSync(output, 'w');
  const began = performance.now();
  const { status, stderr, error } = spawnSync(program, args, { stdio: ['ignore', file, 'pipe'], env, encoding: 'utf8' });
  const seconds = (performance.now() - began) / 1000;
  closeSync(file);
  if (status === null || !fine.includes(status)) throw new Error(`${program} ${args.join(' ')}: ${stderr}`, { cause: error });
  return { seconds, status };
}
