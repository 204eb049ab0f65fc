/**
 * The AMQP client reads and writes headers by recursion, and a frame holds some 20,000 levels: more than Node's usual stack, so that such
 * a message would be pulled in vain for ever. To start with a stack for them always would take 25 ms more of CPU: Node has its own
 * modules as V8's code for the usual flags, and would compile them.
 */
import type { Log } from './log.ts';

/** In kB, of the usual 8 MB. */
const larger = '--stack-size=6000';

/** Whether the stack was too small. */
export function overflowed(error: unknown): boolean {
  return error instanceof RangeError && error.message.startsWith('Maximum call stack size');
}

/** Begins this process anew, as the same one for the kubelet. Returns only where it has the larger stack already. */
export function startWithLargerStack(log: Pick<Log, 'info'>): void {
  const { execPath, execArgv, argv } = process;
  if (execArgv.includes(larger)) return;
  log.info('the stack is too small for the message: starting again with a larger one');
  process.execve?.(execPath, [execPath, ...execArgv, larger, ...argv.slice(1)]);
}
