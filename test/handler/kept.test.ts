import { describe, expect, it } from '@jest/globals';
import { environmentLimit, secretLimit, variableLimit } from '../../handler/contract.ts';
import type { Delivery } from '../../handler/delivery.ts';
import { type Kept, keep, messageTooLongForVariable, overridden, processorOutcome } from '../../handler/kept.ts';
import { delivery, job, settings } from './sample.ts';

const target = `resize-${job.uid}`;

function kept(content: string, environment: Record<string, string> = {}, from: Partial<Delivery> = {}): Kept {
  const keeping = keep({ content, environment: new Map(Object.entries(environment)) }, { ...delivery, ...from }, settings, job);
  if ('bad' in keeping) throw new Error(keeping.bad);
  return keeping.kept;
}

const bad = (content: string, environment: Record<string, string> = {}, from: Partial<Delivery> = {}) =>
  keep({ content, environment: new Map(Object.entries(environment)) }, { ...delivery, ...from }, settings, job);

describe('what is kept of a message', () => {
  it('has the contract’s variables, the message’s environment and where it came from', () => {
    const all = kept('"x"', { SIZE: '3' }, { properties: { messageId: 'm1', userId: 'u' }, headers: { retried: 2 } });
    expect(Object.fromEntries(all)).toEqual({
      ISSUER: 'goci/kubernetes-event-job',
      TARGET: target,
      MESSAGE: '"x"',
      CHECKSUM: '46a4cb9c7575f8301ce0ef29db9df0aa11b03710',
      MESSAGE_ID: 'm1',
      SIZE: '3',
      'event-jobs.origin': expect.any(String),
    });
    expect(JSON.parse(all.get('event-jobs.origin') ?? '')).toEqual({
      acknowledge: 'dispatch',
      queue: 'images',
      exchange: 'uploads',
      routingKey: 'image',
      properties: { messageId: 'm1', userId: 'u' },
      headers: { retried: 2 },
      pulledAt: '2026-01-02T03:04:05.000Z',
    });
  });

  it.each([
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', true],
    ['ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', false],
    ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', false],
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01', false],
    ['00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01', false],
    ['$(reboot)', false],
    [7, false],
  ])('takes the header traceparent %j: %s', (traceparent, taken) => {
    expect(kept('""', {}, { headers: { traceparent } }).get('TRACEPARENT')).toBe(taken ? traceparent : undefined);
  });

  it('is no more than a Secret holds', () => {
    const origin = kept('').get('event-jobs.origin') ?? '';
    const others = ['ISSUER', 'TARGET', 'CHECKSUM'].reduce((size, name) => size + (kept('').get(name)?.length ?? 0), origin.length);
    expect(kept('x'.repeat(secretLimit - others)).size).toBe(5);
    expect(bad('x'.repeat(secretLimit - others + 1))).toEqual({
      bad: `the message takes ${secretLimit + 1} bytes in a Secret; ${secretLimit} are allowed`,
    });
  });

  it('is no more than the kernel passes to a process', () => {
    const environment = Object.fromEntries(Array.from({ length: 65_000 }, (_, place) => [`NAME_${place}`, 'x'.repeat(5)]));
    expect(bad('""', environment)).toEqual({
      bad: expect.stringMatching(`^the message's variables take \\d+ bytes; ${environmentLimit} are allowed$`),
    });
  });

  it('has no NUL in its message id', () => {
    expect(bad('""', {}, { properties: { messageId: 'a\0b' } })).toHaveProperty('bad');
  });
});

describe('the processor’s variables', () => {
  const outcome = (of: Kept) => processorOutcome(of, settings, '/event/message');

  it('are the contract’s and the message’s, without the Secret’s own', () => {
    expect([...outcome(kept('"x"', { SIZE: '3' })).run.keys()]).toEqual([
      'ISSUER',
      'TARGET',
      'MESSAGE',
      'CHECKSUM',
      'SIZE',
      'MESSAGE_FILE',
    ]);
  });

  it('leave the entry’s own values alone', () => {
    const message = kept('"x"', { MODE: 'theirs', SIZE: '3' });
    expect(overridden(message, settings)).toEqual(['MODE']);
    expect(outcome(message).run.has('MODE')).toBe(false);
  });

  it('unset what the contract names and this message has not', () => {
    expect(outcome(kept('"x"')).unset).toEqual(['MESSAGE_ID', 'TRACEPARENT']);
  });

  it('have MESSAGE up to the kernel’s limit, and only its file beyond', () => {
    const fits = kept('x'.repeat(variableLimit - 'MESSAGE='.length));
    expect(messageTooLongForVariable(fits)).toBe(false);
    expect(outcome(fits).run.has('MESSAGE')).toBe(true);
    const longer = kept('x'.repeat(variableLimit - 'MESSAGE='.length + 1));
    expect(messageTooLongForVariable(longer)).toBe(true);
    expect(outcome(longer)).toMatchObject({ unset: ['MESSAGE', 'MESSAGE_ID', 'TRACEPARENT'] });
    expect(outcome(longer).run.get('MESSAGE_FILE')).toBe('/event/message');
  });
});
