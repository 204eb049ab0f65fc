import { describe, expect, it } from '@jest/globals';
import { renewal } from '../../../handler/redrive/renewal.ts';

type Letter = Parameters<typeof renewal>[0];

const body = Buffer.from('theirs');
const letter = (properties: object) => ({ content: body, properties }) as unknown as Letter;

describe('a letter of somebody else’s', () => {
  it('is new once nothing counts how often it was handed out, and else the same', () => {
    const headers = { tenant: 7, 'x-death': [{}], 'x-event-jobs-original-user-id': 'alice', 'x-event-jobs-entry': 'media/other' };
    const properties = { messageId: 'm1', deliveryMode: 1, expiration: '1000', replyTo: 'answers' };
    const counted = { ...headers, 'x-delivery-count': 10, 'x-acquired-count': 11 };
    expect(renewal(letter({ ...properties, type: undefined, clusterId: '', headers: counted }), 'jobs')).toEqual({
      ...{ body, properties, headers, fewerHeaders: headers },
    });
  });

  it('may be of this very login', () => {
    expect(renewal(letter({ userId: 'jobs', headers: {} }), 'jobs')).toMatchObject({ properties: { userId: 'jobs' } });
  });

  it.each([
    ['of copies', { headers: { CC: ['copies'] } }],
    ['of blind copies', { headers: { BCC: ['spies'] } }],
    ['of another login', { userId: 'alice', headers: {} }],
    ['for one connection’s replies', { replyTo: 'amq.rabbitmq.reply-to.g1h2', headers: {} }],
    ['with a header that the client has read as something else', { headers: { large: 2 ** 60 } }],
    ['with a property that the client has read as something else', { correlationId: 'a\uFFFD', headers: {} }],
  ])('is not sent again: %s', (_, properties) => {
    expect(renewal(letter(properties), 'jobs')).toEqual(expect.any(String));
  });

  it('that names a login is not sent again by a certificate', () => {
    expect(renewal(letter({ userId: 'alice', headers: {} }), undefined)).toEqual(expect.any(String));
  });
});
