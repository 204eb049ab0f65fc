import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { ConfirmChannel } from 'amqplib';
import { brokerFault } from '../../handler/brokerFault.ts';
import { refusalsOn } from '../../handler/refusals.ts';

/** What a broker's word on a published message makes of it. */
const faultAfter = (event: string, word?: unknown) => {
  const channel = new EventEmitter();
  const refusals = refusalsOn(channel as unknown as ConfirmChannel);
  channel.emit(event, word);
  return brokerFault(refusals[0], 'dead letters');
};

describe('a dead letter that the broker does not have', () => {
  it('is tried again although no waiting mends it, where it reached no queue or none that takes it', () => {
    const unroutable = { fields: { replyCode: 312, replyText: 'NO_ROUTE' } };
    expect(faultAfter('return', unroutable)).toMatchObject({
      exit: 'transient',
      lasting: 'deadLetterRefused',
      message: 'dead letters: it reached no queue: NO_ROUTE',
    });
    expect(faultAfter('nack')).toMatchObject({ exit: 'transient', lasting: 'deadLetterRefused' });
  });

  it('is no such one where the channel fails', () => {
    const { exit, lasting } = faultAfter('error', Object.assign(new Error('NOT_FOUND'), { code: 404 }));
    expect({ exit, lasting }).toEqual({ exit: 'queueMissing', lasting: undefined });
  });
});
