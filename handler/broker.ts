/** The seam to RabbitMQ: at most one message in hand. */
import { AmqpBroker } from './amqpBroker.ts';
import { type BrokerAccess, openAtFirst, openConnection } from './connection.ts';
import type { Delivery } from './delivery.ts';
import type { Letter } from './letter.ts';
import type { Log } from './log.ts';
import { type Address, Publisher } from './publisher.ts';

export interface Broker {
  /** The queue's next message, or undefined when none is ready. Throws a Fault: queueMissing, brokerRefused or transient. */
  get(queue: string): Promise<Delivery | undefined>;
  /** Settles the message: done with. Resolves when the broker has it; throws a Fault (`transient`) when that is not certain. */
  acknowledge(): Promise<void>;
  /** Puts the message back. Never throws: where the broker cannot be told, it puts the message back by itself. */
  giveBack(): Promise<void>;
  /** Puts the message back as failed, which a quorum queue counts. Throws a Fault (`transient`) when that is not certain. */
  reject(): Promise<void>;
  /**
   * Publishes a dead letter so that it is stored when this resolves; a queue that is missing is declared. Throws a Fault: queueMissing
   * (the exchange), brokerRefused or transient.
   */
  park(letter: Letter, to: Address): Promise<void>;
  /** Publishes a failed message to its queue again, under the same conditions, but declares nothing. */
  republish(letter: Letter, queue: string): Promise<void>;
  /**
   * Aborted when the broker has taken the message back: its channel or connection is gone, other than by our settling or closing. The
   * reason is a Fault (`transient`), which acknowledge, reject, park and republish throw from then on.
   */
  readonly lost: AbortSignal;
  close(): Promise<void>;
}

/** `name` is what the broker's management shows for the connection. Throws a Fault: settings, brokerRefused or transient. */
export async function connectBroker(access: BrokerAccess, name: string, log?: Pick<Log, 'warn'>): Promise<Broker> {
  const { connection, host } = await openAtFirst(access, name, log);
  return new AmqpBroker(connection, new Publisher(() => openConnection({ ...access, hosts: [host] }, `${name}, publishing`)));
}
