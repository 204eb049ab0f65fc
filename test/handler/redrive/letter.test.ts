import { describe, expect, it } from '@jest/globals';
import { deadLetter } from '../../../handler/deadLetter.ts';
import { letterBack } from '../../../handler/redrive/letter.ts';
import { returned } from '../../../handler/redrive/returned.ts';
import { delivery, job, settings } from '../sample.ts';

const body = Buffer.from('{"content":"x"}');
const properties = {
  messageId: 'm1',
  contentType: 'application/json',
  deliveryMode: 1,
  expiration: '1000',
  userId: 'alice',
  timestamp: 1_700_000_000,
};

describe('a message that goes back', () => {
  it('is persistent, and as it was but for what would lose it', () => {
    const back = letterBack({ body, properties, headers: { tenant: 7 } }, 'jobs');
    const { expiration: _, userId: __, ...others } = properties;
    expect(back).toEqual({
      body,
      properties: { ...others, deliveryMode: 2 },
      headers: { tenant: 7 },
      fewerHeaders: { 'x-event-jobs-headers-dropped': 1 },
    });
  });

  it('names its user only where that is the one that publishes it', () => {
    expect(letterBack({ body, properties, headers: {} }, 'alice').properties.userId).toBe('alice');
    expect(letterBack({ body, properties, headers: {} }, undefined).properties.userId).toBeUndefined();
  });

  it('has no count of earlier tries, and goes to no other queue', () => {
    const headers = {
      ...{ 'x-delivery-count': 19, 'x-acquired-count': 20, 'x-death': [{}], 'x-first-death-queue': 'q', 'x-last-death-reason': 'rejected' },
      ...{ CC: ['copies'], BCC: ['spies'], 'x-event-jobs-attempts': 6, 'x-event-jobs-original-cc': ['copies'], cc: 'kept', 'x-deathly': 1 },
    };
    expect(letterBack({ body, properties, headers }, 'jobs').headers).toEqual({ cc: 'kept', 'x-deathly': 1 });
  });
});

describe('a dead letter', () => {
  const sent = { ...delivery, body, properties, headers: { tenant: 7, CC: ['copies'] } };
  const dead = deadLetter(sent, { reason: 'not JSON' }, new Date(0), settings, job);
  const message = {
    content: dead.body,
    properties: { ...dead.properties, headers: { ...dead.headers, 'x-delivery-count': 3 }, clusterId: undefined },
  };
  const letter = returned(message as unknown as Parameters<typeof returned>[0]);

  it('says whose it is', () => {
    expect(letter).toMatchObject({ entry: 'media/resize', target: `resize-${job.uid}`, deliveries: 3 });
  });

  it('goes back as the message that it was', () => {
    expect(letterBack(letter, 'alice')).toMatchObject({
      body,
      properties: { messageId: 'm1', contentType: 'application/json', deliveryMode: 2, userId: 'alice', timestamp: 1_700_000_000 },
      headers: { tenant: 7 },
    });
    expect(Object.keys(letterBack(letter, 'alice').headers)).toEqual(['tenant']);
  });

  it('that no launcher has put there is nobody’s', () => {
    expect(returned({ content: body, properties: {} } as unknown as Parameters<typeof returned>[0])).toMatchObject({
      entry: undefined,
      deliveries: 0,
    });
  });
});
