import { describe, expect, it } from '@jest/globals';
import type { Delivery } from '../../handler/delivery.ts';
import { type AfterFailure, afterFailure, type Failure } from '../../handler/failure.ts';
import { delivery, job, settings } from './sample.ts';

const failed: Failure = { reason: 'the processor ended with exit code 3', exitCode: 3 };

const verdict = (from: Partial<Delivery> = {}, retries = 5) =>
  afterFailure(failed, { ...delivery, ...from }, new Date(0), { ...settings, retries }, job);

/** A queue that does as it is told, until the message is dead-lettered. */
function tries(queue: 'classic' | '3.10' | '4.0' | '4.3', retries: number, first: Partial<Delivery> = {}): string[] {
  const told: string[] = [];
  let message: Delivery = { ...delivery, ...first };
  let rejected = 0;
  while (told.length < 50) {
    const next = verdict(counted(message, queue, rejected), retries);
    if (next === 'reject') {
      told.push('reject');
      rejected++;
    } else if ('republish' in next) {
      told.push(`republish ${next.attempts}`);
      message = { ...message, headers: next.republish.headers, properties: next.republish.properties };
      rejected = 0;
    } else return [...told, `dead ${next.attempts}`];
  }
  return told;
}

function counted(message: Delivery, queue: string, rejected: number): Delivery {
  const headers = { ...message.headers };
  if (queue === '3.10' || (queue !== 'classic' && rejected > 0)) headers['x-delivery-count'] = rejected;
  if (queue === '4.3' && rejected > 0) headers['x-acquired-count'] = rejected;
  return { ...message, headers, redelivered: rejected > 0 };
}

function letterOf(next: AfterFailure): object {
  if (next === 'reject' || !('deadLetter' in next)) throw new Error('no dead letter');
  const { fewerHeaders: _, ...letter } = next.deadLetter;
  return letter;
}

describe('a failed message', () => {
  it.each(['3.10', '4.0', '4.3'] as const)(
    'is rejected as often as it has retries, then dead-lettered, on a quorum queue of %s',
    (queue) => {
      expect(tries(queue, 5)).toEqual(['reject', 'reject', 'reject', 'reject', 'reject', 'dead 6']);
    },
  );

  it('is rejected once and then published again with its count on a classic queue', () => {
    expect(tries('classic', 5)).toEqual(['reject', 'republish 2', 'republish 3', 'republish 4', 'republish 5', 'dead 6']);
  });

  it.each(['classic', '3.10'] as const)('without retries is dead-lettered at once on a queue of %s', (queue) => {
    expect(tries(queue, 0)).toEqual(['dead 1']);
  });

  it('that expires is always published again, since a reject deletes it where its time is over', () => {
    const again = ['republish 1', 'republish 2', 'dead 3'];
    for (const queue of ['classic', '3.10', '4.3'] as const) expect(tries(queue, 2, { properties: { expiration: '1000' } })).toEqual(again);
  });

  it('with a count copied from another queue is published again without it, and ends all the same', () => {
    for (const headers of [{ 'x-delivery-count': 9 }, { 'x-delivery-count': 1, 'x-acquired-count': 2 }])
      expect(tries('classic', 2, { headers })).toEqual(['republish 1', 'republish 2', 'dead 3']);
    expect(tries('classic', 2, { headers: { 'x-delivery-count': 0 } })).toEqual(['reject', 'republish 2', 'dead 3']);
  });

  it('that is a dead letter moved back starts anew, and ends', () => {
    const headers = { 'x-event-jobs-attempts': 6, 'x-event-jobs-reason': 'earlier', 'x-event-jobs-exit-code': 1 };
    expect(tries('classic', 2, { headers })).toEqual(['reject', 'republish 2', 'dead 3']);
    expect(tries('4.0', 2, { headers })).toEqual(['reject', 'reject', 'dead 3']);
  });

  it('that comes with its producer’s own number of attempts has so many retries fewer', () => {
    expect(tries('classic', 2, { headers: { 'x-event-jobs-attempts': 2 ** 52 } })).toEqual([`dead ${2 ** 52 + 1}`]);
  });
});

describe('a failed message that is published again', () => {
  it('is as it was, beside its count and its way', () => {
    const properties = { contentType: 'application/json', messageId: 'm', priority: 3, deliveryMode: 1, expiration: '1000', timestamp: 5 };
    expect(verdict({ properties, headers: { mine: [1] } })).toMatchObject({
      attempts: 1,
      republish: {
        body: delivery.body,
        properties,
        headers: {
          mine: [1],
          'x-event-jobs-attempts': 1,
          'x-event-jobs-original-exchange': 'uploads',
          'x-event-jobs-original-routing-key': 'image',
        },
      },
    });
  });

  it('moves into headers what would keep it from arriving, or send copies elsewhere', () => {
    const next = verdict({ redelivered: true, properties: { userId: 'u' }, headers: { CC: ['a'], BCC: ['b'] } });
    expect(next).toMatchObject({
      republish: {
        properties: {},
        headers: {
          'x-event-jobs-original-user-id': 'u',
          'x-event-jobs-original-cc': ['a'],
          'x-event-jobs-original-bcc': ['b'],
        },
      },
    });
    expect(next).not.toMatchObject({ republish: { headers: { CC: expect.anything() } } });
  });

  it('becomes the same dead letter as one that a quorum queue has counted', () => {
    const original: Partial<Delivery> = { properties: { messageId: 'm', userId: 'u', deliveryMode: 1 }, headers: { mine: 1, CC: ['a'] } };
    const again = verdict({ ...original, redelivered: true });
    if (again === 'reject' || !('republish' in again)) throw new Error('not published again');
    const { headers, properties } = again.republish;
    const counted = { ...original, headers: { ...original.headers, 'x-delivery-count': 2 }, redelivered: true };
    expect(letterOf(verdict({ headers, properties }, 2))).toEqual(letterOf(verdict(counted, 2)));
  });
});

describe('the dead letter of a failed message', () => {
  it('says why, with which exit code and in which attempt', () => {
    expect(verdict({ redelivered: true, headers: { 'x-delivery-count': 5 } })).toMatchObject({
      reason: failed.reason,
      attempts: 6,
      deadLetter: { headers: { 'x-event-jobs-reason': failed.reason, 'x-event-jobs-exit-code': 3, 'x-event-jobs-attempts': 6 } },
    });
  });
});
