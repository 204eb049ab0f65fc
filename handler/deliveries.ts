/**
 * How often a message was handed out, and how often it has failed. Quorum queues count in `x-delivery-count`: what came back for any
 * reason before RabbitMQ 4.3, since then what failed (a reject, a channel or connection that died), with all of it in `x-acquired-count`.
 * 3.10 sends its count with a first delivery too, which is 0; 4.0 does not. Classic queues only say that it happened (`redelivered`), so
 * the launcher counts in a header of its own on what it publishes again.
 */
import { names } from './letter.ts';

export interface Counted {
  readonly redelivered: boolean;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** What counts towards the queue's own delivery limit; classic queues have none. */
export function earlierDeliveries(delivery: Counted): number {
  return brokersCount(delivery) ?? 0;
}

/** How often the message has failed already; on a quorum queue before 4.3, and on a classic one the first time, give-backs count too. */
export function earlierFailures(delivery: Counted): number {
  const own = ownCount(delivery);
  const brokers = brokersCount(delivery);
  if (brokers !== undefined) return own + brokers;
  // Every failure after the first was published again: this redelivery was none.
  return own > 0 ? own : Number(delivery.redelivered);
}

/** Whether the queue would count another reject of this message, or at least show it. */
export function countsRejects(delivery: Counted): boolean {
  if (delivery.redelivered) return brokersCount(delivery) !== undefined;
  return ownCount(delivery) === 0 && !hasStrangeCount(delivery);
}

/** The queue's count; undefined where it has none, and before there is anything to count. */
function brokersCount({ redelivered, headers }: Counted): number | undefined {
  if (!redelivered) return undefined;
  const delivered = count(headers[deliveryCount]) ?? 0;
  // Every message that a quorum queue hands out again was counted: a zero alone came with a copy from another queue.
  return delivered > 0 || (count(headers[acquiredCount]) ?? 0) > 0 ? delivered : undefined;
}

/** No queue counts before the first delivery: such a header came with a copy from another queue, and would stay as it is. */
export function hasStrangeCount({ redelivered, headers }: Counted): boolean {
  return !redelivered && ((headers[deliveryCount] ?? 0) !== 0 || acquiredCount in headers);
}

/** A dead letter that somebody has moved back to its queue starts anew. Who sets the header himself has fewer retries, no more. */
function ownCount({ headers }: Counted): number {
  return names.reason in headers ? 0 : (count(headers[names.attempts]) ?? 0);
}

/** Undefined for what is no count. */
function count(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

const [deliveryCount, acquiredCount] = ['x-delivery-count', 'x-acquired-count'] as const;
