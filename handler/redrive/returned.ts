/** A dead letter, as what it was before it became one. */
import type { GetMessage } from 'amqplib';
import type { Properties } from '../delivery.ts';
import { names } from '../letter.ts';
import type { Rebuilt } from './letter.ts';

export interface Returned extends Rebuilt {
  /** Namespace and jobName of the entry that it is of; undefined where no launcher of ours has put it there. */
  readonly entry: string | undefined;
  readonly target: string;
  /** How often the broker has handed it out without it being settled. */
  readonly deliveries: number;
}

/** What letter.ts leaves out anyway is left to it; the userId goes back to its place. */
export function returned({ content, properties: all }: Pick<GetMessage, 'content' | 'properties'>): Returned {
  const { headers = {}, clusterId: _, ...properties } = all as Properties & { headers?: Record<string, unknown>; clusterId?: unknown };
  const text = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined);
  const userId = text(names.userId);
  const deliveries = headers['x-delivery-count'];
  return {
    body: content,
    properties: { ...defined(properties), ...(userId !== undefined && { userId }) },
    headers,
    entry: text(names.entry),
    target: text(names.target) ?? 'a message',
    deliveries: typeof deliveries === 'number' ? deliveries : 0,
  };
}

function defined(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
