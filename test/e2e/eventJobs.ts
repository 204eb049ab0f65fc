import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { kubeconfig } from './cluster.ts';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** The credentials come from the entries' Secret, and the broker's address from the entries. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AMQP_')));

export function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const options = { env: { ...environment, KUBECONFIG: kubeconfig, ...env } };
  return spawn(process.execPath, ['bin/event-jobs', ...args], options);
}

/** `event-jobs` as an operator runs it, to its end. */
export async function eventJobs(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const running = start(args, env);
  if (running.stdout === null || running.stderr === null) throw new Error('no output');
  const [[code, signal], stdout, stderr] = await Promise.all([once(running, 'close'), text(running.stdout), text(running.stderr)]);
  return { code, signal, stdout, stderr };
}

/** Its lines on standard output, one after the other. */
export function lines(running: ChildProcess): AsyncIterator<string> {
  if (running.stdout === null) throw new Error('no output');
  return createInterface({ input: running.stdout })[Symbol.asyncIterator]();
}
