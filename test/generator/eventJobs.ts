import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const bin = resolve('bin/event-jobs');

/** The real command, with nothing in its environment but what is given. */
export function eventJobs(args: readonly string[], { input = '', cwd = '/', env = {} as Record<string, string> } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { input, env, cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}
