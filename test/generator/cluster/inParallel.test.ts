import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { inParallel } from '../../../generator/cluster/inParallel.ts';

describe('work in parallel', () => {
  it('is never on more than so many items at once, on all of them, with the results in their order', async () => {
    let [now, most] = [0, 0];
    const results = await inParallel([5, 1, 4, 2, 3, 0], 3, async (item) => {
      most = Math.max(most, ++now);
      await setTimeout(item);
      now--;
      return item * 2;
    });
    expect(results).toEqual([10, 2, 8, 4, 6, 0]);
    expect(most).toBe(3);
  });

  it('fails as soon as one item does', async () => {
    await expect(inParallel([1], 3, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await inParallel([], 3, () => Promise.reject(new Error('no')))).toEqual([]);
  });
});
