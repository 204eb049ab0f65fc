import { describe, expect, it } from '@jest/globals';
import { unusable } from '../../../generator/configMap/characters.ts';

describe('characters', () => {
  // Tried on an API server by server-side apply, each in a ConfigMap's value.
  it.each(['\u0001', '\u001f', '\u0085', '\u00a0', '\u2028', '\ufeff', '\ufffd', '😀', '\u{10ffff}'])(
    'that Kubernetes takes are taken: %j',
    (text) => {
      expect(unusable(`a${text}b`)).toBeUndefined();
    },
  );

  it.each(['\u007f', '\u0080', '\u0084', '\u0086', '\u009f', '\ufffe', '\uffff'])('that Kubernetes refuses are refused: %j', (text) => {
    expect(unusable(`a${text}b`)?.problem).toBe('holds a character that Kubernetes refuses');
  });

  it.each(['\ud83d', '\ude00\ud83d'])('must be whole: %j', (text) => {
    expect(unusable(text)?.problem).toBe('holds half of a surrogate pair');
  });
});
