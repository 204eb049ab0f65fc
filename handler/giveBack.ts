/** A message goes back to its queue, and is not dropped there. */
import { deadline } from './deadline.ts';
import { earlierDeliveries, earlierFailures, hasStrangeCount } from './deliveries.ts';
import type { Launch } from './launch.ts';
import { letter, names } from './letter.ts';
import { inTime } from './patience.ts';
import type { Pulled } from './receive.ts';

/** A quorum queue deletes a message at its delivery limit unless it has a dead-letter exchange; this near to it, the launcher parks it. */
const deliveryMargin = 2;

/** For how long the broker may take to have the message again, in seconds: less than a pod's usual grace period. */
const renewing = 10;

type Settings = Pick<Launch['settings'], 'deliveryLimit'>;

export function isNearLimit({ delivery }: Pick<Pulled, 'delivery'>, { deliveryLimit }: Settings): boolean {
  return earlierDeliveries(delivery) >= deliveryLimit - deliveryMargin;
}

/**
 * Puts the message back, unsettled. One that its queue would soon drop, and that nobody would park, is published again as a new one; so is
 * one whose count came with it from another queue, as from its second delivery on that would pass for this queue's. Never throws.
 */
export async function giveBack(pulled: Pulled, { settings, log }: Pick<Launch, 'settings' | 'log'>): Promise<void> {
  const { broker } = pulled;
  if (isNearLimit(pulled, settings) || hasStrangeCount(pulled.delivery)) await renew(pulled, settings.queue, log);
  else await broker.giveBack();
  log.warn('the message is back in the queue');
}

async function renew({ broker, delivery }: Pulled, queue: string, log: Launch['log']): Promise<void> {
  const over = deadline(renewing);
  try {
    const failures = earlierFailures(delivery);
    const renewed = letter(delivery, failures > 0 ? { [names.attempts]: failures } : {});
    await inTime('publishing the message again', broker.republish(renewed, queue), over.until);
    await broker.acknowledge();
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'could not publish the message again');
    await broker.giveBack();
  } finally {
    over.end();
  }
}
