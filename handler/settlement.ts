/** With completion: what becomes of a message once its processor has ended. */
import { acknowledge } from './acknowledge.ts';
import type { Broker } from './broker.ts';
import type { ProcessorEnd } from './cluster.ts';
import { deadline } from './deadline.ts';
import { afterFailure, type Failure } from './failure.ts';
import { giveBack } from './giveBack.ts';
import type { Launch } from './launch.ts';
import { inTime } from './patience.ts';
import type { Pulled } from './receive.ts';
import type { Runner } from './runner.ts';
import type { End } from './terminationMessage.ts';

/** For how long the broker may take to settle a message, in seconds: less than a pod's usual grace period. */
const settling = 20;

/** Settles the message, unless the broker has taken it back. Never throws: what cannot be settled is given back. */
export async function settle(ended: ProcessorEnd, pulled: Pulled, launch: Launch, runner: Runner): Promise<End> {
  const { log } = launch;
  const { broker } = pulled;
  log.info({ end: ended }, 'the processor has ended');
  if (ended !== 'succeeded' && 'stopped' in ended) {
    await runner.undo();
    await giveBack(pulled, launch);
    return { outcome: 'given back', reason: ended.stopped };
  }
  if (broker.lost.aborted) return { outcome: 'not settled', reason: reasonOf(broker) };
  if (ended === 'succeeded') {
    await acknowledge(broker, log);
    return { outcome: 'succeeded' };
  }
  const { failed: reason, exitCode } = ended;
  return settleFailure({ reason, ...(exitCode !== undefined && { exitCode }) }, pulled, launch);
}

export function reasonOf({ lost }: Broker): string {
  return (lost.reason as Error).message;
}

async function settleFailure(failure: Failure, pulled: Pulled, launch: Launch): Promise<End> {
  const over = deadline(settling);
  try {
    return await deliverAgainOrPark(failure, pulled, launch, over.until);
  } catch (error) {
    launch.log.error({ error: (error as Error).message }, 'could not settle the message by its failure');
    await giveBack(pulled, launch);
    return { outcome: 'given back', reason: failure.reason };
  } finally {
    over.end();
  }
}

async function deliverAgainOrPark(failure: Failure, { broker, delivery }: Pulled, launch: Launch, until: AbortSignal): Promise<End> {
  const { settings, job, log } = launch;
  const { reason } = failure;
  const next = afterFailure(failure, delivery, new Date(), settings, job);
  if (next === 'reject') {
    await inTime('giving the message back', broker.reject(), until);
    log.warn({ reason }, 'rejected the message: it is delivered again');
    return { outcome: 'failed', reason };
  }
  if ('republish' in next) {
    await inTime('publishing the message again', broker.republish(next.republish, settings.queue), until);
    await acknowledge(broker, log);
    log.warn({ reason, attempts: next.attempts }, 'published the message again, with its attempts counted');
    return { outcome: 'failed', reason };
  }
  await inTime('dead-lettering the message', broker.park(next.deadLetter, settings.deadLetter), until);
  await acknowledge(broker, log);
  log.warn({ reason, attempts: next.attempts, deadLetter: settings.deadLetter }, 'dead-lettered the message');
  return { outcome: 'dead-lettered', reason };
}
