/**
 * Publishing so that the message is stored when it is done: confirmed and mandatory. It has a connection of its own, as a broker short of
 * memory or disk reads nothing more from one that publishes, and the message in hand must still be settled
 * (https://www.rabbitmq.com/docs/alarms#client-connections).
 */
import type { ChannelModel } from 'amqplib';
import { answered, closed, quiet } from './answered.ts';
import { isMissing } from './brokerFault.ts';
import type { LaunchSettings } from './contract.ts';
import type { Letter } from './letter.ts';
import { isOfTheLetter, notEncodable, refusalsOn } from './refusals.ts';

/** An exchange and a routing key; the empty exchange is the default one, whose routing key is a queue's name. */
export type Address = LaunchSettings['deadLetter'];

/** How long the broker may take to store a message, in milliseconds. */
const confirmTimeout = 30_000;

export class Publisher {
  readonly #open: () => Promise<ChannelModel>;
  #connection: Promise<ChannelModel> | undefined;
  #blocked: string | undefined;

  constructor(open: () => Promise<ChannelModel>) {
    this.#open = open;
  }

  /** Looked up first: declaring a queue that exists with other arguments is an error. */
  async ensureQueue(queue: string): Promise<void> {
    const connection = await this.#connected();
    const lookUp = quiet(await connection.createChannel());
    try {
      await answered(lookUp, () => lookUp.checkQueue(queue));
      await closed(lookUp);
    } catch (error) {
      if (!isMissing(error)) throw error;
      const declare = quiet(await connection.createChannel());
      await answered(declare, () => declare.assertQueue(queue, { durable: true }));
      await closed(declare);
    }
  }

  async publish(letter: Letter, to: Address): Promise<void> {
    const connection = await this.#connected();
    const { replyTo: _, ...properties } = letter.properties;
    try {
      await this.#send(connection, letter, to);
    } catch (error) {
      if (!isOfTheLetter(error as Error)) throw error;
      await this.#send(connection, { ...letter, properties, headers: letter.fewerHeaders }, to);
    }
  }

  async #send(connection: ChannelModel, { body, properties, headers }: Letter, { exchange, routingKey }: Address): Promise<void> {
    const channel = quiet(await connection.createConfirmChannel());
    const refusals = refusalsOn(channel);
    try {
      channel.publish(exchange, routingKey, body, { ...properties, headers, mandatory: true });
    } catch (cause) {
      // Thrown by the encoder, before anything is sent.
      refusals.push(notEncodable(cause as Error));
    }
    try {
      await answered(channel, () => channel.waitForConfirms(), confirmTimeout);
    } catch (error) {
      if (refusals.length === 0) throw await this.#unconfirmed(error as Error);
    }
    closed(channel).catch(() => {});
    if (refusals[0] !== undefined) throw refusals[0];
  }

  /** Sends no more of the message: it is settled otherwise now. What the broker has received already it may still store, a duplicate. */
  async #unconfirmed(error: Error): Promise<Error> {
    const blocked = this.#blocked;
    await this.close();
    return blocked === undefined ? error : new Error(`the broker takes no messages: ${blocked}`, { cause: error });
  }

  #connected(): Promise<ChannelModel> {
    if (this.#connection !== undefined) return this.#connection;
    const made = this.#open();
    this.#connection = made;
    const forget = () => {
      if (this.#connection === made) this.#connection = undefined;
    };
    const note = (why?: string) => {
      this.#blocked = why;
    };
    made.then(
      (open) =>
        open
          .on('error', () => {})
          .on('close', forget)
          .on('blocked', note)
          .on('unblocked', () => note()),
      forget,
    );
    note();
    return made;
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.then(closed).catch(() => {});
  }
}
