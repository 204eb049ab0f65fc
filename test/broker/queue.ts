import { randomUUID } from 'node:crypto';
import { type ChannelModel, type ConfirmChannel, connect, type GetMessage, type Options } from 'amqplib';
import type { BrokerAccess } from '../../handler/connection.ts';
import type { Login } from '../../handler/settings.ts';

export interface BrokerAddress extends Login {
  readonly host: string;
  readonly port: number;
}

/** The suite's RabbitMQ, or any other that AMQP_HOST names. */
export const address: BrokerAddress = {
  host: process.env.AMQP_HOST ?? '127.0.0.1',
  port: Number(process.env.AMQP_PORT ?? 5672),
  username: process.env.AMQP_USERNAME ?? 'guest',
  password: process.env.AMQP_PASSWORD ?? 'guest',
};

/** The way of a launcher there. */
export function accessTo({ host, port, username, password }: BrokerAddress = address, more: Partial<BrokerAccess> = {}): BrokerAccess {
  return { hosts: [{ host, port }], vhost: '/', login: { username, password }, certificates: undefined, ...more };
}

/** A queue of its own for one test, with a producer's and an operator's view of it. */
export class Queue {
  readonly name: string;
  readonly #connection: ChannelModel;
  readonly channel: ConfirmChannel;

  private constructor(name: string, connection: ChannelModel, channel: ConfirmChannel) {
    this.name = name;
    this.#connection = connection;
    this.channel = channel;
  }

  static async declare(
    options: Options.AssertQueue = {},
    at: BrokerAddress = address,
    name = `test-${randomUUID()}`,
    vhost = '/',
  ): Promise<Queue> {
    const { host: hostname, port, username, password } = at;
    const connection = await connect({ hostname, port, username, password, vhost: encodeURIComponent(vhost) });
    connection.on('error', () => {});
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue(name, { durable: true, ...options });
    return new Queue(name, connection, channel);
  }

  async publish(body: unknown, options: Options.Publish = {}): Promise<void> {
    const content = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    this.channel.sendToQueue(this.name, content, { persistent: true, ...options });
    await this.channel.waitForConfirms();
  }

  /** Messages that nobody holds. */
  async ready(queue = this.name): Promise<number> {
    return (await this.channel.checkQueue(queue)).messageCount;
  }

  async take(queue: string): Promise<GetMessage> {
    const message = await this.channel.get(queue, { noAck: true });
    if (message === false) throw new Error(`${queue} is empty`);
    return message;
  }

  async delete(...others: string[]): Promise<void> {
    for (const queue of [this.name, ...others]) await this.channel.deleteQueue(queue);
    await this.close();
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}
