import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { originKey } from '../../handler/contract.ts';
import type { Delivery } from '../../handler/delivery.ts';
import { type Kept, keep } from '../../handler/kept.ts';
import { readMessage } from '../../handler/message.ts';
import { rebuild } from '../../handler/rebuild.ts';
import { letterBack } from '../../handler/redrive/letter.ts';
import { delivery, job, settings } from './sample.ts';

async function read(from: Partial<Delivery>, rules = settings) {
  const reading = await readMessage({ ...delivery, ...from }, rules);
  if ('bad' in reading) throw new Error(reading.bad);
  return reading.message;
}

async function kept(from: Partial<Delivery>, rules = settings): Promise<Kept> {
  const keeping = keep(await read(from, rules), { ...delivery, ...from }, rules, job);
  if ('bad' in keeping) throw new Error(keeping.bad);
  // In the order of a Secret's keys, as the API server returns them.
  return new Map([...keeping.kept].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const rebuilt = async (from: Partial<Delivery>, rules = settings) => rebuild(await kept(from, rules));

const attributes = { specversion: '1.0', id: '1', source: '/a', type: 'b', flag: true };
const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`cloudEvents:${name}`, value]));

describe('a message that is put back', () => {
  it('has properties, headers and where it came from as they were', async () => {
    const from = {
      properties: { contentType: 'application/json', messageId: 'm', userId: 'u', expiration: '5', priority: 3 },
      headers: { traceparent: 'x', bytes: Buffer.from('ü'), at: { '!': 'timestamp', value: 1 }, list: [{ bytes: Buffer.of(0, 255) }] },
    };
    expect(await rebuilt(from)).toEqual({ ...delivery, ...from });
  });

  it.each([
    ['no environment', { content: { a: [1, 'ü"\n'] } }, '{"content":{"a":[1,"ü\\"\\n"]}}'],
    ['an environment', { environment: { SIZE: '3', CE_ID: 'x' }, content: 'x' }, '{"environment":{"CE_ID":"x","SIZE":"3"},"content":"x"}'],
    [
      'names of every object',
      JSON.parse('{"content":"","environment":{"__proto__":"x"}}'),
      '{"environment":{"__proto__":"x"},"content":""}',
    ],
  ])('is the same with %s', async (_, message, body) => {
    expect((await rebuilt({ body: json(message) })).body.toString()).toBe(body);
  });

  it('has its environment encoded again, and whole where the entry’s own values won', async () => {
    const rules = { ...settings, environment: ['A'], messageEnvironment: { allow: ['*'], encoding: 'base64' as const } };
    const message = { environment: { A: 'YQ==', B: 'w7wK' }, content: [] };
    expect(JSON.parse((await rebuilt({ body: json(message) }, rules)).body.toString())).toEqual(message);
  });

  it('is not compressed any more, and says so', async () => {
    const properties = { contentEncoding: 'gzip', contentType: 'application/json' };
    const { body, properties: now } = await rebuilt({ body: gzipSync('{"content":"x"}'), properties });
    expect(body.toString()).toBe('{"content":"x"}');
    expect(now).toEqual({ contentType: 'application/json' });
  });

  it('is a structured CloudEvent again', async () => {
    const properties = { contentType: 'application/cloudevents+json' };
    const from = { body: json({ data_base64: 'WzFd', ...attributes }), properties };
    const { body } = await rebuilt(from);
    expect(JSON.parse(body.toString())).toEqual({ ...attributes, flag: 'true', data: [1] });
    expect(await read({ body, properties })).toEqual(await read(from));
  });

  it.each([
    ['application/json', ' {"a": 1}', '{"a":1}'],
    ['text/plain', '{"a": 1}', '{"a": 1}'],
    ['text/plain', '\uFEFF', '\uFEFF'],
    ['image/png', '', ''],
    [undefined, '""', ''],
  ])('is a binary CloudEvent of the type %j again', async (contentType, text, body) => {
    const from = { body: Buffer.from(text), properties: contentType === undefined ? {} : { contentType }, headers };
    const again = await rebuilt(from);
    expect(again).toEqual({ ...delivery, ...from, body: Buffer.from(body) });
    expect(await read(again)).toEqual(await read(from));
  });

  it('may have a header that is nested deeper than the usual stack, beside which all others are as they were', async () => {
    const whole = await kept({ headers: { bytes: Buffer.of(0, 255), deep: { list: [Buffer.of(1)] } } });
    const deeper = `${'{"a":'.repeat(20_000)}{"type":"Buffer","data":[2]}${'}'.repeat(20_000)}`;
    const origin = whole.get(originKey)?.replace('"headers":{', `"headers":{"deepest":${deeper},`) ?? '';
    const { headers } = rebuild(new Map([...whole, [originKey, origin]]));
    const { deepest: _, ...others } = headers;
    expect(others).toEqual({ bytes: Buffer.of(0, 255), deep: { list: [Buffer.of(1)] } });
    // No header so deep is published, but the message is.
    expect(Object.keys(letterBack({ body: Buffer.of(), properties: {}, headers }, undefined).headers).sort()).toEqual([
      ...['bytes', 'deep', 'x-event-jobs-headers-dropped'],
    ]);
  });

  it('says by its cause why it cannot be read', async () => {
    const broken = new Map([...(await kept({})), [originKey, '{']]);
    expect(() => rebuild(broken)).toThrow(expect.objectContaining({ exit: 'settings', cause: expect.any(SyntaxError) }));
  });

  it('is none where a Secret has no MESSAGE, or does not say where it is from', async () => {
    const whole = await kept({});
    for (const broken of [
      [originKey, ''],
      [originKey, '{"properties":[]}'],
      ['MESSAGE', undefined],
    ] as const) {
      const some = new Map([...whole, broken] as [string, string][]);
      if (broken[1] === undefined) some.delete(broken[0]);
      expect(() => rebuild(some)).toThrow('a Secret has no MESSAGE, or does not say where it is from');
    }
  });
});
