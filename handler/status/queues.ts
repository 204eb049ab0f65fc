/** The queues' lengths: over AMQP the ready messages; what is held and not acknowledged only the management API tells. */
import type { Channel, ChannelModel } from 'amqplib';
import { answered, closed, quiet } from '../answered.ts';
import { brokerFault, isMissing } from '../brokerFault.ts';
import { type BrokerAccess, openConnection } from '../connection.ts';

export interface Queues {
  /** Undefined where there is no such queue. Throws a Fault: brokerRefused or transient. */
  ready(queue: string): Promise<number | undefined>;
  close(): Promise<void>;
}

export async function openQueues(access: BrokerAccess): Promise<Queues> {
  const connection: ChannelModel = await openConnection(access, 'event-jobs status');
  connection.on('error', () => {});
  return {
    async ready(queue) {
      try {
        // A channel of its own: a queue that is missing closes it.
        const channel: Channel = quiet(await connection.createChannel());
        const { messageCount } = await answered(channel, () => channel.checkQueue(queue));
        await closed(channel);
        return messageCount;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw brokerFault(error, `queue ${queue}`);
      }
    },
    async close() {
      await closed(connection).catch(() => {});
    },
  };
}
