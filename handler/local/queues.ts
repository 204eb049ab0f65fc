/** The queues' lengths, as KEDA sees them over AMQP: a passive declaration, which counts the ready messages. */
import { type ChannelModel, connect } from 'amqplib';
import { classify, quiet } from '../broker.ts';
import type { BrokerAddress } from '../settings.ts';

export interface Queues {
  /** Throws a Fault: queueMissing, brokerRefused or transient. */
  ready(vhost: string, queue: string): Promise<number>;
  close(): Promise<void>;
}

/** How long the broker may take to answer, in milliseconds. */
const handshakeTimeout = 10_000;

/** One connection for each virtual host, made when it is first needed and again after it was lost. */
export function queuesOf({ host: hostname, port, username, password }: BrokerAddress): Queues {
  const connections = new Map<string, Promise<ChannelModel>>();

  async function connection(vhost: string): Promise<ChannelModel> {
    const there = connections.get(vhost);
    if (there !== undefined) return there;
    const made = connect(
      { protocol: 'amqp', hostname, port, username, password, vhost: encodeURIComponent(vhost), heartbeat: 10 },
      { timeout: handshakeTimeout, clientProperties: { connection_name: 'event-jobs local' } },
    );
    connections.set(vhost, made);
    const forget = () => connections.delete(vhost);
    made.then((open) => open.on('error', () => {}).on('close', forget), forget);
    return made;
  }

  return {
    async ready(vhost, queue) {
      try {
        const channel = quiet(await (await connection(vhost)).createChannel());
        const { messageCount } = await channel.checkQueue(queue);
        await channel.close();
        return messageCount;
      } catch (error) {
        throw classify(error, `queue ${queue} at ${hostname}:${port}, virtual host ${vhost}`);
      }
    },
    async close() {
      await Promise.all(Array.from(connections.values(), (made) => made.then((open) => open.close()).catch(() => {})));
    },
  };
}
