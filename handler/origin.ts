/** What a Secret keeps of a message beside its variables, so that it can be published again. */
import type { LaunchSettings } from './contract.ts';
import type { Delivery } from './delivery.ts';
import { type Form, formOf } from './form.ts';

export interface Origin extends Omit<Delivery, 'body' | 'redelivered'> {
  readonly acknowledge: LaunchSettings['acknowledge'];
  readonly queue: string;
  readonly form: Form;
  /** Of the values of the message's own environment. */
  readonly encoding: LaunchSettings['messageEnvironment']['encoding'];
}

export function originOf(delivery: Delivery, settings: LaunchSettings): Origin {
  const { exchange, routingKey, properties, headers, pulledAt } = delivery;
  const { acknowledge, queue, messageEnvironment } = settings;
  const form = formOf(delivery);
  if (typeof form === 'object') throw new Error(`no origin of a bad message: ${form.bad}`);
  return { acknowledge, queue, form, encoding: messageEnvironment.encoding, exchange, routingKey, properties, headers, pulledAt };
}
