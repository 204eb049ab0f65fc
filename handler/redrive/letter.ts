/** What a message looks like when it goes back: as its producer sent it, but for what would send it elsewhere, or keep it from arriving. */
import type { Delivery } from '../delivery.ts';
import { type Letter, letter } from '../letter.ts';

/** A message made again from what was kept of it. */
export type Rebuilt = Pick<Delivery, 'body' | 'properties' | 'headers'>;

/**
 * Brokers' notes of earlier dead-lettering, and our own. (Their counts of deliveries, and what would copy a message to other queues, CC and
 * BCC, are left out of every letter.)
 */
const left = /^(?:x-death|x-(?:first|last)-death-.*|x-event-jobs-.*)$/;

/** Nor does its expiration go along, which would remove it unread where the queue is long, nor a userId that is not the login's. */
export function letterBack({ body, properties, headers }: Rebuilt, username: string | undefined): Letter {
  const { expiration: _, userId, ...others } = properties;
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !left.test(name)));
  const delivery = {
    body,
    properties: { ...others, deliveryMode: 2 },
    headers: kept,
    exchange: '',
    routingKey: '',
    redelivered: false,
    pulledAt: '',
  };
  const sent = letter(delivery, {});
  return {
    body,
    properties: { ...sent.properties, ...(userId !== undefined && userId === username && { userId }) },
    headers: withoutOriginal(sent.headers),
    fewerHeaders: withoutOriginal(sent.fewerHeaders),
  };
}

/** How it was routed is of use to an operator who looks at a dead letter. */
function withoutOriginal(headers: Letter['headers']): Letter['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('x-event-jobs-original-')));
}
