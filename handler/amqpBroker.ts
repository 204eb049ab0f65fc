import type { Message as AmqpMessage, Channel, ChannelModel, GetMessage } from 'amqplib';
import { answered, closed, quiet } from './answered.ts';
import type { Broker } from './broker.ts';
import { brokerFault, replyCode } from './brokerFault.ts';
import { type Delivery, delivery } from './delivery.ts';
import { Fault } from './fault.ts';
import type { Letter } from './letter.ts';
import type { Address, Publisher } from './publisher.ts';
import { overflowed } from './stackSize.ts';

export class AmqpBroker implements Broker {
  readonly #connection: ChannelModel;
  readonly #publisher: Publisher;
  readonly #lost = new AbortController();
  readonly lost: AbortSignal = this.#lost.signal;
  #held: { readonly channel: Channel; readonly message: GetMessage } | undefined;
  /** Why the channel that is asked, or the connection, is gone. */
  #gone: Error | undefined;

  constructor(connection: ChannelModel, publisher: Publisher) {
    this.#connection = connection;
    this.#publisher = publisher;
    // Without a listener for its errors amqplib would end the process; `close` follows, with the error.
    connection.on('error', () => {});
    connection.on('close', (error?: Error) => this.#lose(error ?? new Error('the connection was closed')));
  }

  async get(queue: string): Promise<Delivery | undefined> {
    return this.#try(`queue ${queue}`, async () => {
      const channel = quiet(await this.#connection.createChannel());
      channel.once('error', (error: Error) => this.#lose(error));
      this.#gone = undefined;
      const message = await answered(channel, () => channel.get(queue, { noAck: false })).catch((error) => {
        throw this.#gone === undefined || replyCode(error) !== undefined ? error : lostFor(this.#gone);
      });
      // Both may come in one packet.
      if (this.#gone !== undefined) throw lostFor(this.#gone);
      if (message === false) return undefined;
      this.#held = { channel, message };
      return delivery(message);
    });
  }

  /** Nothing is lost without a message in hand; whoever needs the connection then learns it by himself. */
  #lose(error: Error): void {
    this.#gone ??= error;
    if (this.#held === undefined) return;
    this.#held = undefined;
    const { message } = brokerFault(error, 'the broker has taken the message back');
    this.#lost.abort(new Fault('transient', message, { cause: error }));
  }

  async acknowledge(): Promise<void> {
    await this.#settle((channel, message) => channel.ack(message));
  }

  async reject(): Promise<void> {
    await this.#settle((channel, message) => channel.reject(message, true));
  }

  async giveBack(): Promise<void> {
    // nack, not reject: since RabbitMQ 4.3 a reject counts towards the queue's delivery limit.
    await this.#settle((channel, message) => channel.nack(message, false, true)).catch(() => {});
  }

  /** Acks are not answered; the answer to closing the channel tells that the broker has handled everything before it. */
  async #settle(settle: (channel: Channel, message: AmqpMessage) => void): Promise<void> {
    this.lost.throwIfAborted();
    const held = this.#held;
    if (held === undefined) throw new Error('no message to settle');
    this.#held = undefined;
    await this.#try('the settling of a message', async () => {
      settle(held.channel, held.message);
      await closed(held.channel);
    });
  }

  async park(letter: Letter, to: Address): Promise<void> {
    const isQueue = to.exchange === '';
    await this.#publish(`dead letters' ${isQueue ? `queue ${to.routingKey}` : `exchange ${to.exchange}`}`, async () => {
      if (isQueue) await this.#publisher.ensureQueue(to.routingKey);
      await this.#publisher.publish(letter, to);
    });
  }

  async republish(letter: Letter, queue: string): Promise<void> {
    await this.#publish(`queue ${queue}`, () => this.#publisher.publish(letter, { exchange: '', routingKey: queue }));
  }

  /** A message that the broker has taken back is another launcher's by now. */
  async #publish(where: string, action: () => Promise<void>): Promise<void> {
    this.lost.throwIfAborted();
    await this.#try(where, action);
  }

  async close(): Promise<void> {
    this.#held = undefined;
    await Promise.all([closed(this.#connection).catch(() => {}), this.#publisher.close()]);
  }

  async #try<T>(what: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw overflowed(error) ? error : brokerFault(error, what);
    }
  }
}

/** Where our own reading failed, no other connection will do. */
function lostFor(cause: Error): Error {
  if (overflowed(cause)) return cause;
  return new Error(`the connection was lost: ${cause.message}`, { cause });
}
