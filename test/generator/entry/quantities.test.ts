import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalQuantity, parseQuantity } from '../../../generator/entry/quantities.ts';

describe('quantities', () => {
  // Seen from k8s.io/apimachinery's own Quantity.
  it.each([
    ['0.5', '500m'],
    ['1', '1'],
    ['1.0', '1'],
    ['.5', '500m'],
    ['1.', '1'],
    ['+1', '1'],
    ['007', '7'],
    ['1000', '1k'],
    ['1500', '1500'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['0.5Gi', '512Mi'],
    ['0.5Ki', '512'],
    ['0.1Ki', '102400m'],
    ['1025Ki', '1025Ki'],
    ['1000m', '1'],
    ['1e3', '1e3'],
    ['1E3', '1e3'],
    ['12.50e2', '1250'],
    ['1e-3', '1e-3'],
    ['0', '0'],
    ['0Gi', '0'],
    ['1.0000000001', '1000000001n'],
    ['9223372036854775807', '9223372036854775807'],
    ['9E', '9E'],
  ])('writes %s as Kubernetes does: %s', (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  it.each(['', '-1', '1x', '1 Gi', 'Gi', '1e', '0x1', '1_000', '1Kib', '9223372036854775808', '10E', '1e40', '0'.repeat(65)])(
    'refuses %j',
    (text) => {
      expect(parseQuantity(text)).toBeUndefined();
      expect(() => canonicalQuantity(text)).toThrow('not a quantity');
    },
  );

  it('leaves what it wrote as it is, and its value too', () => {
    const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'E-3', 'e1');
    const text = fc.tuple(fc.nat({ max: 99_999 }), fc.nat({ max: 999 }), suffix).map(([whole, part, end]) => `${whole}.${part}${end}`);
    fc.assert(
      fc.property(text, (given) => {
        const canonical = canonicalQuantity(given);
        expect(canonicalQuantity(canonical)).toBe(canonical);
        expect(parseQuantity(canonical)?.nanos).toBe(parseQuantity(given)?.nanos);
      }),
    );
  });
});
