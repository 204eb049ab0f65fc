import type { Broker } from './broker.ts';
import type { Delivery } from './delivery.ts';
import type { Log } from './log.ts';
import { inTime, patiently } from './patience.ts';

/** Tries the broker until it is reached. Throws a Fault: settings, brokerRefused or transient. */
export function connected(connect: () => Promise<Broker>, until: AbortSignal, log: Log): Promise<Broker> {
  return patiently(() => inTime('connecting to the broker', connect(), until), until, log);
}

/**
 * The queue's next message, by the broker that is being connected; `too late` where that took too long. A connection lost before the answer
 * is made anew: the broker has put an unseen message back by itself. Throws a Fault: queueMissing, brokerRefused or transient.
 */
export async function pull(
  queue: string,
  connecting: Promise<Broker>,
  connect: () => Promise<Broker>,
  until: AbortSignal,
  log: Log,
  isTooLate: () => boolean,
): Promise<{ broker: Broker; delivery: Delivery | undefined | 'too late' }> {
  let first: Broker | undefined = await connecting;
  return patiently(
    async () => {
      const broker = first ?? (await inTime('connecting to the broker', connect(), until));
      if (isTooLate()) return { broker, delivery: 'too late' };
      try {
        return { broker, delivery: await inTime('getting a message', broker.get(queue), until) };
      } catch (error) {
        first = undefined;
        await broker.close();
        throw error;
      }
    },
    until,
    log,
  );
}
