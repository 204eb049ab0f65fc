/** A letter as a new one: the same, but for the broker's counts of how often it was handed out. */
import type { GetMessage } from 'amqplib';
import type { Properties } from '../delivery.ts';
import { type Letter, present } from '../letter.ts';
import { sendable } from '../sendable.ts';

const counts: readonly string[] = ['x-delivery-count', 'x-acquired-count'];

/** Or why it cannot be sent as it is. */
export function renewal(
  { content, properties: all }: Pick<GetMessage, 'content' | 'properties'>,
  username: string | undefined,
): Letter | string {
  const { headers: found = {}, clusterId: _, ...given } = all as Properties & { headers?: Record<string, unknown>; clusterId?: unknown };
  const headers = Object.fromEntries(Object.entries(found).filter(([name]) => !counts.includes(name)));
  const properties = present(given) as Properties;
  if ('CC' in headers || 'BCC' in headers) return 'its CC or BCC would send copies to other queues';
  if (properties.userId !== undefined && properties.userId !== username) return 'its userId is of another login';
  // Valid only on the connection of whoever waits for the reply; it would be sent without.
  if (properties.replyTo?.startsWith('amq.rabbitmq.reply-to')) return 'its replyTo is of another connection';
  if (!Object.entries({ ...properties, ...headers }).every((one) => sendable(one)))
    return 'its headers or properties cannot be sent again as they came';
  return { body: content, properties, headers, fewerHeaders: headers };
}
