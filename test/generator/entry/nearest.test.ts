import { describe, expect, it } from '@jest/globals';
import { nearest } from '../../../generator/entry/nearest.ts';

describe('did you mean', () => {
  it.each([
    ['enviroment', 'environment'],
    ['Image', 'image'],
    ['comand', 'command'],
    ['IMAGE', 'image'],
    ['envrnmnt', undefined],
    ['agrs', undefined],
    ['foo', undefined],
    ['', undefined],
  ])('%j: %s', (word, meant) => {
    expect(nearest(word, ['jobName', 'image', 'environment', 'command', 'args'])).toBe(meant);
  });

  it('knows nothing where nothing is known', () => {
    expect(nearest('x', [])).toBeUndefined();
  });
});
