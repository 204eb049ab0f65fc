import { describe, expect, it } from '@jest/globals';
import { unfinishedIndexes } from '../../../handler/operator/indexes.ts';

describe('the indexes of a batch that have not succeeded', () => {
  it.each([
    [3, undefined, [0, 1, 2]],
    [3, '', [0, 1, 2]],
    [3, '1', [0, 2]],
    [8, '1,3-5,7', [0, 2, 6]],
    [12, '0-9', [10, 11]],
    [3, '0-2', []],
  ])('of %d with %j completed are %j', (completions, completed, left) => {
    expect(unfinishedIndexes(completions, completed)).toEqual(left);
  });
});
