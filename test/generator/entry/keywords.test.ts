import { describe, expect, it } from '@jest/globals';
import { makeAjv } from '../../../generator/entry/ajv.ts';
import { entrySchema } from '../../../generator/entry/entry.ts';
import { keywords } from '../../../generator/entry/keywords.ts';

/** Whether a schema of one keyword takes a value. */
function takes(schema: object, value: unknown): boolean {
  return makeAjv().compile(schema)(value);
}

describe("the schema's own keywords", () => {
  it.each<[schema: object, right: unknown, wrong: unknown]>([
    [{ type: 'string', image: true }, 'team/a:1', 'a b'],
    [{ type: ['string', 'number'], quantity: true }, '500m', '500x'],
    [{ type: ['string', 'number'], bytes: { atMost: '1Ki' } }, 1024, 1025],
    [{ type: ['string', 'number'], bytes: { atMost: '1Ki' } }, '1', '0.5'],
    [{ type: 'string', maxBytes: 2 }, 'ü', 'üü'],
    [{ type: 'string', refused: { names: ['A', 'B*'], because: 'x' } }, 'AB', 'BA'],
    [{ type: 'object', notBoth: ['a', 'b'] }, { a: 1 }, { a: 1, b: 1 }],
    [{ type: 'array', uniqueNames: true }, [{ name: 'a' }, { name: 'b' }, {}, {}, null], [{ name: 'a' }, { name: 'a' }]],
    [
      { type: 'object', fitting: true },
      { requests: { cpu: 1 }, limits: { cpu: 1 } },
      { requests: { cpu: 2 }, limits: { cpu: 1 } },
    ],
  ])('tell right from wrong: %j', (schema, right, wrong) => {
    expect([takes(schema, right), takes(schema, wrong)]).toEqual([true, false]);
  });

  it('leave to the others what is of another kind, or no quantity at all', () => {
    expect(takes({ type: ['string', 'integer'], image: true }, 7)).toBe(true);
    expect(takes({ type: ['string', 'number'], bytes: { atMost: '1Ki' } }, 'x')).toBe(true);
    expect(takes({ type: 'object', fitting: true }, { requests: 'x', limits: { cpu: 1 } })).toBe(true);
  });

  it('are all of use', () => {
    const text = JSON.stringify(entrySchema);
    expect(Object.keys(keywords).filter((keyword) => !text.includes(`"${keyword}":`))).toEqual([]);
  });
});
