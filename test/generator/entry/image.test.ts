import { describe, expect, it } from '@jest/globals';
import { imageReference, isImage, registryPattern } from '../../../generator/entry/image.ts';

const digest = `sha256:${'0'.repeat(64)}`;

describe('image references', () => {
  it.each(['a', 'team/a', 'localhost:5000/a', 'a.example.com/team/a:1.2', `a@${digest}`, `a:1@${digest}`, 'a__b/c--d.e', '[::1]:5000/a'])(
    'takes %s',
    (image) => {
      expect(isImage(image)).toBe(true);
    },
  );

  it.each([
    '',
    'A',
    'a:',
    'a:b:c',
    'a/',
    '/a',
    'a//b',
    'a@sha256:0',
    'a:-x',
    'https://a/b',
    'a b',
    `a:${'t'.repeat(129)}`,
    'a'.repeat(256),
  ])('refuses %j', (image) => {
    expect(isImage(image)).toBe(false);
  });

  it.each([
    ['r.example.com', 'a', 'r.example.com/a:latest'],
    ['', 'a', 'a:latest'],
    ['r.example.com', 'a:1', 'r.example.com/a:1'],
    ['r.example.com', `a@${digest}`, `r.example.com/a@${digest}`],
    ['', 'localhost:5000/a', 'localhost:5000/a:latest'],
  ])('joins registry %j and image %s', (registry, image, reference) => {
    expect(imageReference(registry, image, 'latest')).toBe(reference);
  });

  it.each([
    ['', true],
    ['r.example.com', true],
    ['r.example.com:5000/mirror', true],
    ['r.example.com/', false],
    ['https://r.example.com', false],
    ['r.example.com/Mirror', false],
  ])('takes a registry %j: %s', (registry, taken) => {
    expect(new RegExp(registryPattern).test(registry)).toBe(taken);
  });
});
