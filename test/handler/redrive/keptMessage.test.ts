import { describe, expect, it } from '@jest/globals';
import { messageIn } from '../../../handler/redrive/keptMessage.ts';
import { uid } from '../operator/sample.ts';

const origin = {
  ...{ acknowledge: 'dispatch', queue: 'images', form: 'envelope', encoding: 'plain', exchange: 'uploads', routingKey: 'image' },
  ...{ properties: { messageId: 'm1' }, headers: { tenant: 7 }, pulledAt: '2026-01-02T03:04:05.000Z' },
};
const base64 = (text: string) => Buffer.from(text).toString('base64');

function secret(own: Record<string, string>, owner = uid) {
  const data = Object.fromEntries(Object.entries(own).map(([key, value]) => [key, base64(value)]));
  return { metadata: { name: 'resize-1', ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'resize-x', uid: owner }] }, data };
}

describe('a failed Job’s Secret', () => {
  const whole = { MESSAGE: '{"a":"ü"}', TARGET: 'resize-1', MODE: 'fast', 'event-jobs.origin': JSON.stringify(origin) };

  it('holds a message, and says where it is from', () => {
    const held = messageIn(secret(whole), { uid });
    if (held === undefined || 'left' in held) throw new Error('no message');
    expect(held.queue).toBe('images');
    expect(JSON.parse(held.message.body.toString())).toEqual({ environment: { MODE: 'fast' }, content: { a: 'ü' } });
    expect(held.message).toMatchObject({ properties: { messageId: 'm1' }, headers: { tenant: 7 } });
  });

  it('that is missing, or only bars its name, holds none', () => {
    expect(messageIn(undefined, { uid })).toBeUndefined();
    expect(messageIn(secret({}), { uid })).toBeUndefined();
  });

  it('whose message the broker owns is left alone', () => {
    const completion = JSON.stringify({ ...origin, acknowledge: 'completion' });
    expect(messageIn(secret({ ...whole, 'event-jobs.origin': completion }), { uid })).toEqual({
      left: expect.stringContaining('completion'),
    });
  });

  it('of another Job, or without its origin, is a fault that quotes nothing of it', () => {
    expect(() => messageIn(secret(whole, 'other'), { uid })).toThrow("Secret resize-1 is not this Job's");
    expect(() => messageIn(secret({ MESSAGE: '"canary"' }), { uid })).toThrow(/^(?!.*canary)/);
    expect(() => messageIn(secret({ ...whole, 'event-jobs.origin': '{canary' }), { uid })).toThrow(/^(?!.*canary)/);
  });
});
