/** What stays in a dead letters' queue, before the queue would drop it. */
import type { GetMessage } from 'amqplib';
import { Fault } from '../fault.ts';
import type { Reached } from './brokers.ts';
import type { DeadLetterQueue } from './deadLetterQueue.ts';
import { renewal } from './renewal.ts';
import { returned } from './returned.ts';

export interface Place {
  readonly queue: string;
  readonly letters: DeadLetterQueue;
  readonly reached: Reached;
}

/**
 * A quorum queue drops what is handed out too often without being settled: from RabbitMQ 4.0 after twenty times, unless it was told
 * otherwise. A letter that comes near goes to the end of the queue, as a new one, where that does not change it.
 */
const near = 10;

/** A warning where it comes near and is given back as it is all the same. */
export async function renewIfNear(message: GetMessage, { queue, letters, reached }: Place): Promise<string | undefined> {
  if (returned(message).deliveries < near) return undefined;
  const warning = (why: string) => `its queue may drop it after some more redrives: ${why}`;
  const letter = renewal(message, reached.access.login?.username);
  if (typeof letter === 'string') return warning(letter);
  try {
    await reached.broker.republish(letter, queue);
    letters.done(message);
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return warning(error.message);
  }
}
