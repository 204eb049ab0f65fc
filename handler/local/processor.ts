/** The processor as a process of this machine, ended the way the kubelet ends a container. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes } from '../contract.ts';
import type { Talk } from './talk.ts';

export interface Processor {
  /** The Job's short name. */
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment: Record<string, string>;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly grace: number;
  readonly talk: Talk;
  /** Aborted when the command has to end: SIGTERM, and SIGKILL after the grace period. */
  readonly end: AbortSignal;
  /** Aborted when it has to end at once. */
  readonly kill: AbortSignal;
  readonly onStart: (pid: number) => void;
}

/** How the command ended, in words; `ok` with exit code 0. */
export type Ended = { readonly ok: boolean; readonly how: string };

/** How long output may still come after the command's own end, in milliseconds: something it left behind may hold its pipes. */
const lastWords = 1_000;

export async function runProcessor(processor: Processor): Promise<Ended> {
  const { name, talk } = processor;
  const child = await start(processor);
  if (child instanceof Error) return notStarted(processor, child);
  const passed = Promise.all([talk.pass(name, child.stdout, 'out'), talk.pass(name, child.stderr, 'err')]).catch(() => {});
  const ended = await endOf(child, processor);
  killGroup(child.pid);
  await Promise.race([passed, sleep(lastWords, undefined, { ref: false })]);
  child.stdout.destroy();
  child.stderr.destroy();
  return ended;
}

type Running = ChildProcessByStdio<null, Readable, Readable> & { pid: number };

/** Some errors of spawn are thrown, others emitted. */
async function start({ command, environment, onStart }: Processor): Promise<Running | Error> {
  const [program, ...rest] = command;
  try {
    // A session of its own: a terminal's Ctrl-C must not reach it past us, and what it leaves behind can be ended with it.
    const child = spawn(program, rest, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    if (child.pid === undefined) return (await once(child, 'error'))[0] as Error;
    onStart(child.pid);
    return child as Running;
  } catch (error) {
    return error as Error;
  }
}

async function endOf(child: ChildProcess, { grace, end, kill }: Processor): Promise<Ended> {
  let last: NodeJS.Timeout | undefined;
  const terminate = () => {
    child.kill('SIGTERM');
    last = setTimeout(() => child.kill('SIGKILL'), grace * 1000);
  };
  const destroy = () => child.kill('SIGKILL');
  const over = new AbortController();
  onAbort(end, terminate, over.signal);
  onAbort(kill, destroy, over.signal);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  over.abort();
  clearTimeout(last);
  return { ok: code === 0, how: code === null ? `was ended by ${signal}` : `ended with code ${code}` };
}

function onAbort(signal: AbortSignal, action: () => void, over: AbortSignal): void {
  if (signal.aborted) action();
  else signal.addEventListener('abort', action, { once: true, signal: over });
}

/** With the codes of the hand-over program. */
function notStarted({ command: [program] }: Processor, { code, message }: NodeJS.ErrnoException): Ended {
  const exit = code === 'ENOENT' || code === 'ENOTDIR' ? exitCodes.notFound : exitCodes.notExecutable;
  return { ok: false, how: `cannot run ${program}: ${message} (code ${exit.code})` };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left of it.
  }
}
