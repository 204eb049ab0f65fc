/** Why the broker does not have a message that was published to it. */
import type { Message as AmqpMessage, ConfirmChannel } from 'amqplib';
import { replyCode } from './brokerFault.ts';
import type { Lasting } from './fault.ts';

/** Filled as far as the broker says why. */
export function refusalsOn(channel: ConfirmChannel): Error[] {
  const refusals: Error[] = [];
  channel.once('error', (error: Error) => refusals.push(error));
  channel.once('nack', () => refusals.push(refused('the broker did not take it; a queue may be full')));
  // The broker confirms an unroutable message, too, after it has returned it.
  channel.on('return', ({ fields }: AmqpMessage) => {
    refusals.push(refused(`it reached no queue: ${(fields as { replyText?: string }).replyText ?? 'returned'}`));
  });
  return refusals;
}

/** Somebody must bind a queue, or make room in it: marked for brokerFault, as these come without a reply code. */
function refused(why: string): Error {
  return Object.assign(new Error(why), { lasting: 'deadLetterRefused' satisfies Lasting });
}

const code = 'NOT_ENCODABLE';

export function notEncodable(cause: Error): Error {
  return Object.assign(new Error(`it cannot be encoded: ${cause.message}`, { cause }), { code });
}

/** Whether less of the same message may pass: what the client cannot encode, or the broker finds fault with (406, such as a replyTo). */
export function isOfTheLetter(error: Error & { code?: unknown }): boolean {
  return error.code === code || replyCode(error) === 406;
}
