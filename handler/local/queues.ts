/** The queues' lengths, as KEDA sees them over AMQP: a passive declaration, which counts the ready messages. */
import type { ChannelModel } from 'amqplib';
import { quiet } from '../answered.ts';
import { brokerFault } from '../brokerFault.ts';
import { type BrokerAccess, openConnection } from '../connection.ts';

export interface Queues {
  /** Throws a Fault: queueMissing, brokerRefused or transient. */
  ready(queue: string): Promise<number>;
  close(): Promise<void>;
}

/** Over one connection, made when it is first needed and again after it was lost. */
export function queuesOf(access: BrokerAccess): Queues {
  const where = `at ${access.hosts.map(({ host, port }) => `${host}:${port}`).join(' or ')}, virtual host ${access.vhost}`;
  let connection: Promise<ChannelModel> | undefined;

  function connected(): Promise<ChannelModel> {
    if (connection !== undefined) return connection;
    const made = openConnection(access, 'event-jobs local');
    connection = made;
    const forget = () => {
      connection = undefined;
    };
    made.then((open) => open.on('error', () => {}).on('close', forget), forget);
    return made;
  }

  return {
    async ready(queue) {
      try {
        const channel = quiet(await (await connected()).createChannel());
        const { messageCount } = await channel.checkQueue(queue);
        await channel.close();
        return messageCount;
      } catch (error) {
        throw brokerFault(error, `queue ${queue} ${where}`);
      }
    },
    async close() {
      await connection?.then((open) => open.close()).catch(() => {});
    },
  };
}
