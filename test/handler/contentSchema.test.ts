import { describe, expect, it } from '@jest/globals';
import { contentCheck } from '../../handler/contentSchema.ts';
import { readMessage } from '../../handler/message.ts';
import { delivery, settings } from './sample.ts';

const prefix = "the content does not fit the entry's contentSchema: ";
const schema = {
  type: 'object',
  required: ['invoice'],
  properties: {
    invoice: { type: 'string', pattern: '^[A-Z]+$' },
    lines: { type: 'array', items: { type: 'object', properties: { 'a/b~': { type: 'integer', minimum: 1 } } } },
    more: { additionalProperties: { type: 'string' } },
    kind: { enum: ['a', 'b'] },
  },
  additionalProperties: false,
};

describe('a content', () => {
  it('that fits its schema is told nothing about', () => {
    expect(contentCheck(schema)({ invoice: 'A', lines: [{ 'a/b~': 1, x: 2 }] })).toBeUndefined();
    expect(contentCheck(true)('x')).toBeUndefined();
  });

  it.each([
    [{}, "must have required property 'invoice'"],
    [[], 'must be object'],
    [{ invoice: 5 }, '/invoice must be string'],
    [{ invoice: 'secret' }, '/invoice must match pattern "^[A-Z]+$"'],
    [{ invoice: 'A', lines: [{}, { 'a/b~': 0 }] }, '/lines/1/a~1b~0 must be >= 1'],
    [{ invoice: 'A', kind: 'secret' }, '/kind must be equal to one of the allowed values'],
  ])('that does not fit, as %j, is told the place and what the schema asks', (content, fault) => {
    expect(contentCheck(schema)(content)).toBe(prefix + fault);
  });

  it('is not quoted: its own names are stars', () => {
    expect(contentCheck(schema)({ invoice: 'A', secret: 1 })).toBe(`${prefix}must NOT have additional properties`);
    expect(contentCheck(schema)({ invoice: 'A', more: { secret: 1, kind: '' } })).toBe(`${prefix}/more/* must be string`);
    expect(contentCheck({ additionalProperties: { additionalProperties: false } })({ 12345: { secret: 1 } })).toBe(
      `${prefix}/* must NOT have additional properties`,
    );
    expect(contentCheck({ propertyNames: { maxLength: 3 } })({ secret: 1 })).toBe(
      `${prefix}must NOT have more than 3 characters; property name must be valid`,
    );
  });

  it('is told the first three of the faults, each shortened', () => {
    const anyOf = Array.from({ length: 5 }, (_, n) => ({ const: n }));
    expect(contentCheck({ anyOf })('x')).toBe(`${prefix}${Array(3).fill('must be equal to constant').join('; ')}; and 3 more`);
    const long = contentCheck({ type: 'string', pattern: 'a'.repeat(1000) })('x') ?? '';
    expect(long.length).toBeLessThan(prefix.length + 90);
    expect(long).toMatch(/aaa\.\.\.$/);
  });

  it('may be made to take for ever, and is bad then', () => {
    const bad = "whether the content fits the entry's contentSchema was not found out in 0.1 s";
    expect(contentCheck({ type: 'string', pattern: '^(a+)+$' }, 100)(`${'a'.repeat(40)}!`)).toBe(bad);
    const objects = Array.from({ length: 20_000 }, (_, n) => ({ n }));
    expect(contentCheck({ type: 'array', uniqueItems: true }, 100)(objects)).toBe(bad);
  });

  it('is bad where a schema that refers to itself cannot be followed any deeper', () => {
    let content = {};
    for (let depth = 0; depth < 100_000; depth++) content = { content };
    const check = contentCheck({ type: 'object', properties: { content: { $ref: '#' } } });
    expect(check(content)).toBe("the content is nested too deeply for the entry's contentSchema");
  });

  it('is read by draft 2020-12, or by draft-07 where $schema says so', () => {
    expect(contentCheck({ prefixItems: [{ type: 'string' }] })([1])).toBe(`${prefix}/0 must be string`);
    const draft07 = { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }], additionalItems: false };
    expect(contentCheck(draft07)([1])).toBe(`${prefix}/0 must be string`);
  });
});

describe('a message of an entry with a contentSchema', () => {
  const read = (content: unknown, contentSchema: object | boolean) =>
    readMessage({ ...delivery, body: Buffer.from(JSON.stringify({ content })) }, { ...settings, contentSchema } as typeof settings);

  it('is bad where its content does not fit', async () => {
    expect(await read('x', { type: 'string' })).toHaveProperty('message');
    expect(await read({}, { type: 'string' })).toEqual({ bad: `${prefix}must be string` });
    expect(await read('x', false)).toEqual({ bad: `${prefix}boolean schema is false` });
  });

  it('stays in its queue where the launcher cannot use the schema', async () => {
    for (const bad of [{ type: 'strin' }, { $schema: 'http://json-schema.org/draft-04/schema#' }, { $ref: 'https://example.com/x' }])
      await expect(read('x', bad)).rejects.toMatchObject({ exit: 'settings' });
  });
});
