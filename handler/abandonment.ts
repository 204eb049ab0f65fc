/** With completion: what an earlier run of this sidecar has begun must not work on beside the message, which the broker has taken back. */
import { deadline } from './deadline.ts';
import { type Runner, undoing } from './runner.ts';

/** Ends it, also where SIGTERM has come: then within what a pod's grace period allows. Whether there was anything. Throws a Fault: transient. */
export async function abandoned(runner: Pick<Runner, 'abandon'>, until: AbortSignal, stop: AbortSignal): Promise<boolean> {
  try {
    return await runner.abandon(until);
  } catch (error) {
    if (!stop.aborted) throw error;
  }
  const over = deadline(undoing);
  try {
    return await runner.abandon(over.until);
  } finally {
    over.end();
  }
}
