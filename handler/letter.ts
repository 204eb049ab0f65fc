/** What the launcher publishes: a dead letter, or a failed message once more. */
import type { Delivery, Properties } from './delivery.ts';
import { sendable } from './sendable.ts';

/** A message, ready to publish. */
export interface Letter {
  readonly body: Buffer;
  readonly properties: Properties;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Instead, where the client cannot encode those or the broker refuses them: amqplib takes 64 KiB, a broker twice that. */
  readonly fewerHeaders: Readonly<Record<string, unknown>>;
}

/** The launcher's own headers on what it publishes. */
export const names = {
  attempts: 'x-event-jobs-attempts',
  reason: 'x-event-jobs-reason',
  exitCode: 'x-event-jobs-exit-code',
  time: 'x-event-jobs-time',
  entry: 'x-event-jobs-entry',
  target: 'x-event-jobs-target',
  dropped: 'x-event-jobs-headers-dropped',
  exchange: 'x-event-jobs-original-exchange',
  routingKey: 'x-event-jobs-original-routing-key',
  userId: 'x-event-jobs-original-user-id',
  expiration: 'x-event-jobs-original-expiration',
  cc: 'x-event-jobs-original-cc',
  bcc: 'x-event-jobs-original-bcc',
} as const;

/** What this message itself says of earlier tries, or the broker does of its own; neither is true of the one that is published. */
const passing: readonly string[] = [
  ...[names.attempts, names.reason, names.exitCode, names.time, names.entry, names.target],
  ...['x-delivery-count', 'x-acquired-count'],
];

/** AMQP's short strings, in bytes: where a client decodes bytes that are no UTF-8, the text can have more. */
const shortString = 255;

/** Moved, since they would route a copy to other queues again. */
const moved = new Map([
  ['CC', names.cc],
  ['BCC', names.bcc],
]);

/**
 * The message as it was, with `own` among its headers and where it was published first. What would keep it from arriving moves to
 * `x-event-jobs-original-*` too: another user's userId is refused with 406.
 */
export function letter(delivery: Delivery, own: Readonly<Record<string, unknown>>): Letter {
  const { userId, timestamp, ...properties } = delivery.properties;
  const headers = Object.entries(delivery.headers)
    .filter(([name]) => !passing.includes(name))
    .map(([name, value]) => [moved.get(name) ?? name, value] as const);
  const sent = headers.filter((header) => sendable(header));
  const ours = {
    [names.exchange]: delivery.exchange,
    [names.routingKey]: delivery.routingKey,
    ...present({ [names.userId]: userId }),
    ...own,
  };
  const dropped = (count: number) => (count > 0 ? { [names.dropped]: count } : {});
  return {
    body: delivery.body,
    properties: {
      ...Object.fromEntries(Object.entries(properties).filter(([, value]) => Buffer.byteLength(String(value)) <= shortString)),
      // One beyond what a number holds cannot be sent again.
      ...(Number.isSafeInteger(timestamp) && { timestamp }),
    },
    headers: { ...Object.fromEntries(sent), ...ours, ...dropped(headers.length - sent.length) },
    fewerHeaders: { ...ours, ...dropped(headers.length) },
  };
}

export function present(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
