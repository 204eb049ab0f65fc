import type { GetMessage } from 'amqplib';
import { names } from './letter.ts';

/** One message as the broker handed it out; what is not its body is plain data that JSON can carry. */
export interface Delivery {
  readonly body: Buffer;
  /** Of a message that the launcher has published again: what they were before, as the routing key. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly redelivered: boolean;
  readonly properties: Properties;
  readonly headers: Readonly<Record<string, unknown>>;
  /** When it was pulled, ISO 8601. */
  readonly pulledAt: string;
}

/** AMQP's message properties except the headers (AMQP 0-9-1, class basic), in amqplib's spelling. */
export interface Properties {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly deliveryMode?: number;
  readonly priority?: number;
  readonly correlationId?: string;
  readonly replyTo?: string;
  /** Milliseconds, as a string of digits. */
  readonly expiration?: string;
  readonly messageId?: string;
  readonly timestamp?: number;
  readonly type?: string;
  readonly userId?: string;
  readonly appId?: string;
}

type AmqpProperties = Properties & { headers?: Record<string, unknown>; clusterId?: unknown };

export function delivery({ content, fields, properties }: GetMessage): Delivery {
  const { headers = {}, clusterId: _, ...rest } = properties as unknown as AmqpProperties;
  return {
    body: content,
    ...way(fields, headers),
    redelivered: fields.redelivered,
    properties: Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    headers,
    pulledAt: new Date().toISOString(),
  };
}

function way(now: Pick<Delivery, 'exchange' | 'routingKey'>, headers: Record<string, unknown>): Pick<Delivery, 'exchange' | 'routingKey'> {
  const [exchange, routingKey] = [headers[names.exchange], headers[names.routingKey]];
  const isThere = typeof exchange === 'string' && typeof routingKey === 'string';
  return isThere ? { exchange, routingKey } : { exchange: now.exchange, routingKey: now.routingKey };
}
