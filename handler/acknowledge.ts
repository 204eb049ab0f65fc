import type { Broker } from './broker.ts';
import type { Log } from './log.ts';

/** The message is durable elsewhere, or its work is done: an acknowledgement that got lost means a duplicate, not a failure. */
export async function acknowledge(broker: Broker, log: Log): Promise<void> {
  try {
    await broker.acknowledge();
    log.info('acknowledged the message');
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'not certain that the acknowledgement arrived: the message may come a second time');
  }
}
