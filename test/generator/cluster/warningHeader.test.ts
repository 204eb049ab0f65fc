import { describe, expect, it } from '@jest/globals';
import { warningTexts } from '../../../generator/cluster/warningHeader.ts';

describe('the Warning header', () => {
  it.each([
    [[], []],
    [['299 - "unknown field \\"spec.x\\""'], ['unknown field "spec.x"']],
    [
      ['299 - "one, \\\\two", 299 - "three"', '199 host "four" "Wed, 21 Oct 2026 07:28:00 GMT"'],
      ['one, \\two', 'three', 'four'],
    ],
  ])('%j says %j', (headers, texts) => {
    expect(warningTexts(headers)).toEqual(texts);
  });
});
