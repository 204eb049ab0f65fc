/** A dead letters' queue, read letter by letter, over a connection of its own. */
import type { Channel, GetMessage } from 'amqplib';
import { answered, closed, quiet } from '../answered.ts';
import { brokerFault, isMissing } from '../brokerFault.ts';
import { type BrokerAccess, openConnection } from '../connection.ts';

export interface DeadLetterQueue {
  /** How many there are now; 0 where there is no such queue. Throws a Fault, as the others: brokerRefused or transient. */
  length(): Promise<number>;
  /** The next; one that is not done with is back in the queue after close(). */
  next(): Promise<GetMessage | undefined>;
  done(letter: GetMessage): void;
  /** Resolves when the broker has heard of all that is done. */
  close(): Promise<void>;
}

export async function deadLetterQueue(access: BrokerAccess, queue: string): Promise<DeadLetterQueue> {
  const connection = await openConnection(access, 'event-jobs redrive');
  connection.on('error', () => {});
  const channel = quiet(await connection.createChannel());
  // One for all: amqplib's own promises stay pending when the connection dies.
  const lost = new Promise<never>((_, reject) => {
    channel.once('error', reject).once('close', () => setImmediate(reject, new Error('the connection was lost')));
  });
  lost.catch(() => {});
  const tried = async <T>(action: (on: Channel) => Promise<T>): Promise<T> => {
    try {
      return await action(channel);
    } catch (error) {
      throw brokerFault(error, `queue ${queue}`);
    }
  };
  return {
    async length() {
      const lookUp = quiet(await connection.createChannel());
      try {
        const { messageCount } = await answered(lookUp, () => lookUp.checkQueue(queue));
        await closed(lookUp);
        return messageCount;
      } catch (error) {
        if (isMissing(error)) return 0;
        throw brokerFault(error, `queue ${queue}`);
      }
    },
    next: () => tried(async (on) => (await Promise.race([on.get(queue, { noAck: false }), lost])) || undefined),
    done: (letter) => channel.ack(letter),
    async close() {
      await tried(closed).finally(() => closed(connection).catch(() => {}));
    },
  };
}
