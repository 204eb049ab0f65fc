import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sendable } from '../../handler/sendable.ts';

type Table = Record<string, unknown>;

/** amqplib's own, which it does not export: what a header becomes when it is sent again. */
const codec: { encodeTable(into: Buffer, table: Table, at: number): number; decodeFields(bytes: Buffer): Table } = createRequire(
  import.meta.url,
)('../../node_modules/amqplib/lib/codec.js');

function sentAgain(table: Table): Table {
  const bytes = Buffer.alloc(65_536);
  const size = codec.encodeTable(bytes, table, 0);
  return codec.decodeFields(bytes.subarray(4, size));
}

describe('a header', () => {
  it.each([
    0,
    -1,
    2 ** 53 - 1,
    0.5,
    -1.5e-300,
    true,
    null,
    '',
    'ü',
    [1, ['x'], {}],
    { a: { b: 'c' } },
    { '!': 'timestamp', value: 1_700_000_000 },
    { '!': 'decimal', value: { places: 2, digits: 314 } },
  ])('%j can be sent again as it came', (value) => {
    expect(sendable(['name', value])).toBe(true);
    expect(sentAgain({ name: value })).toEqual({ name: value });
  });

  it('of bytes can, too', () => {
    const value = Buffer.of(0, 255);
    expect(sendable(['name', value])).toBe(true);
    expect(sentAgain({ name: value })).toEqual({ name: value });
  });

  it.each([
    2 ** 53,
    -(2 ** 63),
    -1e300,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    2 ** 50 + 0.5,
    'not UTF-8: \uFFFD',
    [1, [2 ** 60]],
    { a: { b: Number.NaN } },
    JSON.parse('{"__proto__": {}}'),
    { '!': 'x' },
    { '!': 'timestamp', value: 2 ** 64 },
    { ['\uFFFD'.repeat(86)]: 1 },
  ])('%j cannot', (value) => {
    expect(sendable(['name', value])).toBe(false);
  });

  it('whose name has become too long cannot', () => {
    expect(sendable(['\uFFFD'.repeat(86), 1])).toBe(false);
  });

  it('that is nested deeper than a stack has room for cannot', () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) value = [value];
    expect(sendable(['name', value])).toBe(false);
  });

  it('that can is as it was, whatever it is', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, false),
        fc.double(),
        fc.maxSafeInteger(),
        fc.string({ unit: 'binary' }),
        fc.array(tie('any')),
        fc.dictionary(fc.string({ unit: 'grapheme' }), tie('any')),
      ),
    })).any;
    fc.assert(
      fc.property(value, (one) => {
        fc.pre(sendable(['name', one]));
        expect(JSON.stringify(sentAgain({ name: one }))).toBe(JSON.stringify({ name: one }));
      }),
      { numRuns: 2_000 },
    );
  });
});
