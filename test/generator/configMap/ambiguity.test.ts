import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ambiguity } from '../../../generator/configMap/ambiguity.ts';

const told = (source: string) => ambiguity(source, parse(source));

describe('what YAML 1.1 and 1.2 read differently', () => {
  it.each(['no', 'No', 'NO', 'yes', 'on', 'off', 'y', 'N', '1_000', '1:30', '0b1', '2024-01-31', '+1_0.5'])(
    'is text that 1.1 takes for more: %s',
    (source) => {
      expect(told(source)).toEqual({ problem: `${source} is not the same in YAML 1.1 and 1.2`, allowed: `quote it: "${source}"` });
    },
  );

  it('is a number that 1.1 takes for another', () => {
    expect(told('017')?.allowed).toBe('write 17, or quote it where it is text');
    expect(told('0o17')?.allowed).toBe('write 15, or quote it where it is text');
  });

  it.each(['1', '-1', '1.5', '1e3', '0x1F', '.inf', 'true', 'null', '~', 'nobody', 'x', '-c', '1.2.3', '10m', '192.168.0.1', '+', '...x'])(
    'is not %s',
    (source) => {
      expect(told(source)).toBeUndefined();
    },
  );

  it('is a merge key, which only 1.1 has', () => {
    expect(told('<<')?.problem).toBe('merge keys (<<) are not read');
  });

  it('is a key that 1.1 would print otherwise, but no whole number', () => {
    expect(ambiguity('1.0', '1.0')).toBeDefined();
    expect(ambiguity('12', '12')).toBeUndefined();
  });
});
