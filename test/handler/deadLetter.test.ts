import { describe, expect, it } from '@jest/globals';
import { deadLetter } from '../../handler/deadLetter.ts';
import { delivery, job, settings } from './sample.ts';

const letter = (from: Partial<typeof delivery>) =>
  deadLetter({ ...delivery, ...from }, { reason: 'no content' }, new Date(0), settings, job);

const whole = (from: Partial<typeof delivery>) => {
  const { fewerHeaders: _, ...rest } = letter(from);
  return rest;
};

const ours = {
  'x-event-jobs-original-exchange': 'uploads',
  'x-event-jobs-original-routing-key': 'image',
  'x-event-jobs-reason': 'no content',
  'x-event-jobs-attempts': 1,
  'x-event-jobs-time': '1970-01-01T00:00:00.000Z',
  'x-event-jobs-entry': 'media/resize',
  'x-event-jobs-target': `resize-${job.uid}`,
};

describe('a dead letter', () => {
  it('has the body, properties and headers as they were, persistent, and the reason beside them', () => {
    const properties = { contentType: 'text/plain', messageId: 'm', priority: 3, deliveryMode: 1, timestamp: 5, replyTo: 'r' };
    expect(whole({ properties, headers: { mine: [1] } })).toEqual({
      body: delivery.body,
      properties: { ...properties, deliveryMode: 2 },
      headers: { mine: [1], ...ours },
    });
  });

  it('moves what would keep it from arriving or staying into headers', () => {
    const headers = { CC: ['a'], BCC: ['b'] };
    expect(whole({ properties: { userId: 'u', expiration: '1000' }, headers })).toEqual({
      body: delivery.body,
      properties: { deliveryMode: 2 },
      headers: {
        ...ours,
        'x-event-jobs-original-user-id': 'u',
        'x-event-jobs-original-expiration': '1000',
        'x-event-jobs-original-cc': ['a'],
        'x-event-jobs-original-bcc': ['b'],
      },
    });
  });

  it('has its reason without the original headers, and their number, for where they cannot be sent', () => {
    expect(letter({ headers: { mine: 1, CC: ['a'] } }).fewerHeaders).toEqual({ ...ours, 'x-event-jobs-headers-dropped': 2 });
  });

  it('leaves out the headers that cannot be sent as they came, and tells their number', () => {
    expect(whole({ headers: { mine: 1, big: 2 ** 60, text: '\uFFFD', CC: [2 ** 60] } }).headers).toEqual({
      mine: 1,
      ...ours,
      'x-event-jobs-headers-dropped': 3,
    });
  });

  it('leaves out what would be taken for its own: how often it was delivered, and what an earlier dead letter said', () => {
    const earlier = { 'x-delivery-count': 3, 'x-acquired-count': 4, 'x-event-jobs-exit-code': 1, 'x-event-jobs-reason': 'earlier' };
    expect(whole({ redelivered: true, headers: earlier }).headers).toEqual({ ...ours, 'x-event-jobs-attempts': 4 });
  });

  it('leaves out properties that no short string or number holds', () => {
    const properties = { timestamp: 2 ** 64, correlationId: '\uFFFD'.repeat(86), messageId: 'ü'.repeat(127) };
    expect(whole({ properties }).properties).toEqual({ messageId: properties.messageId, deliveryMode: 2 });
  });

  it('counts the attempts that the broker tells of', () => {
    expect(letter({ redelivered: true, headers: { 'x-delivery-count': 4 } }).headers).toMatchObject({ 'x-event-jobs-attempts': 5 });
    expect(letter({ redelivered: true }).headers).toMatchObject({ 'x-event-jobs-attempts': 2 });
  });
});
