/** The seam to RabbitMQ: one connection, at most one message on it. */
import type { Message as AmqpMessage, Channel, ChannelModel, ConfirmChannel, GetMessage } from 'amqplib';
import { brokerFault, replyCode } from './brokerFault.ts';
import { type BrokerAccess, openConnection } from './connection.ts';
import type { LaunchSettings } from './contract.ts';
import type { DeadLetter } from './deadLetter.ts';
import type { Delivery, Properties } from './delivery.ts';
import { Fault } from './fault.ts';
import type { Log } from './log.ts';

export interface Broker {
  /** The queue's next message, or undefined when none is ready. Throws a Fault: queueMissing, brokerRefused or transient. */
  get(queue: string): Promise<Delivery | undefined>;
  /** Settles the message: done with. Resolves when the broker has it; throws a Fault (`transient`) when that is not certain. */
  acknowledge(): Promise<void>;
  /** Puts the message back. Never throws: where the broker cannot be told, it puts the message back by itself. */
  giveBack(): Promise<void>;
  /** Publishes a dead letter so that it is stored when this resolves. Throws a Fault: brokerRefused or transient. */
  park(letter: DeadLetter, to: LaunchSettings['deadLetter']): Promise<void>;
  close(): Promise<void>;
}

/** `name` is what the broker's management shows for the connection. Throws a Fault: settings, brokerRefused or transient. */
export async function connectBroker(access: BrokerAccess, name: string, log?: Pick<Log, 'warn'>): Promise<Broker> {
  return new AmqpBroker(await openConnection(access, name, log));
}

class AmqpBroker implements Broker {
  readonly #connection: ChannelModel;
  #channel: Channel | undefined;
  #message: GetMessage | undefined;

  constructor(connection: ChannelModel) {
    this.#connection = connection;
    // Each operation reports the loss of the connection by itself; without a listener amqplib would end the process.
    connection.on('error', () => {});
  }

  async get(queue: string): Promise<Delivery | undefined> {
    const message = await this.#try(`queue ${queue}`, async () => {
      const channel = quiet(await this.#connection.createChannel());
      this.#channel = channel;
      return unlessClosed(channel, () => channel.get(queue, { noAck: false }));
    });
    if (message === false) return undefined;
    this.#message = message;
    return delivery(message);
  }

  async acknowledge(): Promise<void> {
    await this.#settle((channel, message) => channel.ack(message));
  }

  async giveBack(): Promise<void> {
    // nack, not reject: since RabbitMQ 4.3 a reject counts towards the queue's delivery limit.
    await this.#settle((channel, message) => channel.nack(message, false, true)).catch(() => {});
  }

  /** Acks are not answered; the answer to closing the channel tells that the broker has handled everything before it. */
  async #settle(settle: (channel: Channel, message: AmqpMessage) => void): Promise<void> {
    const [channel, message] = [this.#channel, this.#message];
    if (channel === undefined || message === undefined) throw new Error('no message to settle');
    this.#message = undefined;
    await this.#try('the settling of a message', async () => {
      settle(channel, message);
      await closed(channel);
    });
  }

  async park(letter: DeadLetter, to: LaunchSettings['deadLetter']): Promise<void> {
    const where = to.exchange === '' ? `queue ${to.routingKey}` : `exchange ${to.exchange}`;
    await this.#try(`dead letters' ${where}`, async () => {
      if (to.exchange === '') await this.#ensureQueue(to.routingKey);
      await this.#publish(letter, to);
    });
  }

  /** Looked up first: declaring a queue that exists with other arguments is an error. */
  async #ensureQueue(queue: string): Promise<void> {
    const lookUp = quiet(await this.#connection.createChannel());
    try {
      await lookUp.checkQueue(queue);
      await closed(lookUp);
    } catch (error) {
      if (replyCode(error) !== 404) throw error;
      const declare = quiet(await this.#connection.createChannel());
      await declare.assertQueue(queue, { durable: true });
      await closed(declare);
    }
  }

  async #publish(letter: DeadLetter, { exchange, routingKey }: LaunchSettings['deadLetter']): Promise<void> {
    const { body, properties, headers, fewerHeaders } = letter;
    const channel: ConfirmChannel = quiet(await this.#connection.createConfirmChannel());
    let returned: string | undefined;
    // The broker confirms an unroutable message, too, after it has returned it.
    channel.on('return', (message: AmqpMessage) => {
      returned = (message.fields as { replyText?: string }).replyText ?? 'returned';
    });
    // Why the broker closed the channel; the confirmation that then fails says only that it did.
    let refusal: Error | undefined;
    channel.once('error', (error: Error) => {
      refusal = error;
    });
    const publish = (these: object) => channel.publish(exchange, routingKey, body, { ...properties, headers: these, mandatory: true });
    try {
      publish(headers);
    } catch {
      // What is thrown at once comes of encoding, before anything is sent; a channel that is closed throws again.
      publish(fewerHeaders);
    }
    await channel.waitForConfirms().catch((error: Error) => {
      throw refusal ?? error;
    });
    if (returned !== undefined) throw new Fault('transient', `the dead letter reached no queue: ${returned}`);
    await closed(channel);
  }

  async close(): Promise<void> {
    await closed(this.#connection).catch(() => {});
  }

  async #try<T>(what: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw brokerFault(error, what);
    }
  }
}

/** A channel error without a listener is an uncaught exception; the pending operation rejects with it anyway. */
export function quiet<C extends Channel>(channel: C): C {
  return channel.on('error', () => {});
}

/**
 * Closes, and resolves with the broker's answer. amqplib's own promise stays pending for ever when the connection dies meanwhile; its
 * `close` event comes either way, and after the answer.
 */
function closed(closing: Channel | ChannelModel): Promise<void> {
  return unlessClosed(closing, () => closing.close());
}

/** How long the broker may take to answer a closing or a question, in milliseconds: one that is short of memory answers nothing. */
const answerTimeout = 10_000;

function unlessClosed<T>(on: Channel | ChannelModel, ask: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const answered = new Promise<T>((resolve, reject) => {
    timer = setTimeout(reject, answerTimeout, new Error(`no answer for ${answerTimeout / 1000} s`));
    on.once('error', reject);
    on.once('close', () => setImmediate(reject, new Error('the connection was lost')));
    ask().then(resolve, reject);
  });
  return answered.finally(() => clearTimeout(timer));
}

type AmqpProperties = Properties & { headers?: Record<string, unknown>; clusterId?: unknown };

function delivery({ content, fields, properties }: GetMessage): Delivery {
  const { headers, clusterId: _, ...rest } = properties as unknown as AmqpProperties;
  return {
    body: content,
    exchange: fields.exchange,
    routingKey: fields.routingKey,
    redelivered: fields.redelivered,
    properties: Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    headers: headers ?? {},
    pulledAt: new Date().toISOString(),
  };
}
