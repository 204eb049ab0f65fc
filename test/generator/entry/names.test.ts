import { describe, expect, it } from '@jest/globals';
import {
  dnsSubdomainPattern,
  environmentNamePattern,
  labelKeyPattern,
  labelValuePattern,
  sortedByName,
} from '../../../generator/entry/names.ts';

const takes = (pattern: string, text: string) => new RegExp(pattern).test(text);

describe('names', () => {
  it.each([
    ['a', true],
    ['a.b-c.1', true],
    ['a..b', false],
    ['-a', false],
    ['a-', false],
    ['a.-b', false],
    ['A', false],
    ['', false],
  ])('are DNS subdomains: %j is %s', (name, expected) => {
    expect(takes(dnsSubdomainPattern, name)).toBe(expected);
  });

  it.each([
    ['a', true],
    ['A_b.c-1', true],
    [`${'a'.repeat(253)}/x`, true],
    [`${'a'.repeat(254)}/x`, false],
    ['x'.repeat(63), true],
    ['x'.repeat(64), false],
    ['Example.com/x', false],
    ['a/', false],
    ['-x', false],
  ])('are label keys: %j is %s', (key, expected) => {
    expect(takes(labelKeyPattern, key)).toBe(expected);
  });

  it.each([
    ['', true],
    ['v', true],
    ['v'.repeat(63), true],
    ['v'.repeat(64), false],
    ['v.', false],
    ['a b', false],
  ])('are label values: %j is %s', (value, expected) => {
    expect(takes(labelValuePattern, value)).toBe(expected);
  });

  it.each([
    ['spring.datasource.url', true],
    ['odd name!~', true],
    ['a=b', false],
    ['é', false],
    ['a\tb', false],
    ['', false],
  ])('are variables: %j is %s', (name, expected) => {
    expect(takes(environmentNamePattern, name)).toBe(expected);
  });

  it('sort alike under every locale', () => {
    expect(Object.keys(sortedByName({ b: 1, ä: 2, B: 3, a: 4 }))).toEqual(['B', 'a', 'b', 'ä']);
  });
});
