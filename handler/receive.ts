/** A pulled message is read, and kept or dead-lettered. */
import { randomUUID } from 'node:crypto';
import type { Broker } from './broker.ts';
import type { KeptMessage, OwnJob } from './cluster.ts';
import { deadLetter } from './deadLetter.ts';
import { earlierDeliveries, earlierFailures } from './deliveries.ts';
import type { Delivery } from './delivery.ts';
import { Fault } from './fault.ts';
import { giveBack, isNearLimit } from './giveBack.ts';
import { keep } from './kept.ts';
import type { Launch } from './launch.ts';
import { readMessage } from './message.ts';
import { inTime } from './patience.ts';
import type { Runner } from './runner.ts';

export interface Pulled {
  readonly broker: Broker;
  readonly delivery: Delivery;
  readonly target: string;
  /** As the gate saw it; undefined where there is none. */
  readonly own: OwnJob | undefined;
}

/** What is kept of a message, or why it is among the dead letters. */
type Received = { readonly message: KeptMessage } | { readonly bad: string };

/** From here on the message is in the launcher's hands: it is durable elsewhere before it is acknowledged, else given back. Throws a Fault. */
export async function receive(pulled: Pulled, launch: Launch, runner: Runner, until: AbortSignal): Promise<Received> {
  try {
    const read = await inTime('reading the message', messageOf(pulled, launch), until);
    if ('bad' in read) await park(read.bad, pulled, launch, until);
    else await keepUnlessStopped(read.message, pulled, launch, runner, until);
    return read;
  } catch (error) {
    await runner.undo();
    await giveBack(pulled, launch);
    throw error;
  }
}

async function messageOf({ delivery }: Pulled, { settings, job }: Launch): Promise<Received> {
  if (isNearLimit({ delivery }, settings))
    return { bad: `the message was delivered ${earlierDeliveries(delivery)} times without being settled` };
  const reading = await readMessage(delivery, settings);
  if ('bad' in reading) return reading;
  const keeping = keep(reading.message, delivery, settings, job);
  return 'bad' in keeping ? keeping : { message: { pull: randomUUID(), kept: keeping.kept } };
}

async function keepUnlessStopped(
  message: KeptMessage,
  { broker, own }: Pulled,
  launch: Launch,
  runner: Runner,
  until: AbortSignal,
): Promise<void> {
  // One that the broker has taken back meanwhile is another Job's.
  broker.lost.throwIfAborted();
  await runner.keep(message, own, until);
  // With completion it is still the broker's, and not begun here where that has taken it back meanwhile.
  if (launch.settings.acknowledge === 'completion') broker.lost.throwIfAborted();
  orStop(launch);
}

async function park(reason: string, { broker, delivery }: Pulled, launch: Launch, until: AbortSignal): Promise<void> {
  const { settings, job, log } = launch;
  orStop(launch);
  const letter = deadLetter(delivery, { reason }, new Date(), settings, job);
  await inTime('dead-lettering the message', broker.park(letter, settings.deadLetter), until);
  log.warn({ reason, deadLetter: settings.deadLetter, attempts: earlierFailures(delivery) + 1 }, 'dead-lettered the message');
}

/** After SIGTERM no message is acknowledged for its Secret: the Job may be on its way out, and the Secret with it. */
function orStop({ stop }: Launch): void {
  if (stop.aborted) throw new Fault('transient', 'stopped before the message was settled');
}
