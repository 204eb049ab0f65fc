import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const file = '/run/usage';

/** What one process took. */
export interface Usage {
  /** Seconds. */
  wall: number;
  /** Seconds of the user's and the system's time. */
  cpu: number;
  /** At its peak, in MB of 10^6 bytes. */
  memory: number;
}

/** Runs a command by usage.c's program, its output into nothing. Throws where it does not end with 0. */
export function usageOf(program: string, command: readonly string[], env: NodeJS.ProcessEnv): Usage {
  const { status, stdout, stderr } = spawnSync(program, [file, ...command], { stdio: ['ignore', 'pipe', 'pipe'], env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return readUsage();
}

/**
 * The same of a launcher that stays beside its processor. Its wall time is that until it has handed over; `processorEnds` resolves when it may be
 * stopped, as the kubelet then does.
 */
export async function sidecarUsage(
  program: string,
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  processorEnds: () => Promise<void>,
): Promise<Usage> {
  const began = performance.now();
  const running = spawn(program, [file, ...command], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const ended = once(running, 'close');
  const output = Promise.all([text(running.stdout), text(running.stderr)]);
  while (!existsSync('/event/outcome')) await sleep(1);
  const wall = (performance.now() - began) / 1000;
  await processorEnds();
  running.kill('SIGTERM');
  const [status] = await ended;
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${(await output).join('')}`);
  return { ...readUsage(), wall };
}

function readUsage(): Usage {
  const [wall = 0, user = 0, system = 0, kibibytes = 0] = readFileSync(file, 'utf8').trim().split(' ').map(Number);
  return { wall: wall / 1e6, cpu: (user + system) / 1e6, memory: (kibibytes * 1024) / 1e6 };
}
