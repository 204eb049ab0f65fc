import type { LaunchSettings } from './contract.ts';
import { earlierDeliveries } from './deliveries.ts';
import type { Delivery, Properties } from './delivery.ts';
import type { Job } from './settings.ts';
import { targetOf } from './target.ts';

/** A dead letter, ready to publish. */
export interface DeadLetter {
  readonly body: Buffer;
  readonly properties: Properties;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Instead, where the client cannot encode those: amqplib takes 64 KiB, a broker twice that. */
  readonly fewerHeaders: Readonly<Record<string, unknown>>;
}

/**
 * The message as it was, with the reason in its headers. What would keep it from arriving or staying moves to
 * `x-event-jobs-original-*`: another user's userId is refused with 406, expiration removes the dead letter, CC and BCC route it again.
 */
export function deadLetter(delivery: Delivery, reason: string, time: Date, settings: LaunchSettings, job: Job): DeadLetter {
  const { userId, expiration, timestamp, ...properties } = delivery.properties;
  const { CC, BCC, 'x-delivery-count': _, ...headers } = delivery.headers;
  const why = {
    'x-event-jobs-reason': reason,
    'x-event-jobs-attempts': earlierDeliveries(delivery) + 1,
    'x-event-jobs-time': time.toISOString(),
    'x-event-jobs-entry': `${job.namespace}/${settings.jobName}`,
    'x-event-jobs-target': targetOf(settings.jobName, job),
  };
  const moved = present({
    'x-event-jobs-original-user-id': userId,
    'x-event-jobs-original-expiration': expiration,
    'x-event-jobs-original-cc': CC,
    'x-event-jobs-original-bcc': BCC,
  });
  return {
    body: delivery.body,
    // A timestamp beyond what a number holds cannot be sent again.
    properties: { ...properties, ...(Number.isSafeInteger(timestamp) && { timestamp }), deliveryMode: 2 },
    headers: { ...headers, ...moved, ...why },
    fewerHeaders: { ...moved, ...why, 'x-event-jobs-headers-dropped': Object.keys(delivery.headers).length },
  };
}

function present(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
