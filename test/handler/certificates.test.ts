import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { certificates, hasClientCertificate } from '../../handler/certificates.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certificates-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (...names: string[]) => {
  for (const name of names) writeFileSync(join(folder, name), name);
};
const text = (of: ReturnType<typeof certificates>) => Object.fromEntries(Object.entries(of).map(([name, value]) => [name, String(value)]));

describe('the files of the broker’s Secret', () => {
  it('are what is there of them, as it is now', () => {
    expect(certificates(folder)).toEqual({});
    write('ca.crt');
    expect(text(certificates(folder))).toEqual({ ca: 'ca.crt' });
    write('tls.crt', 'tls.key');
    expect(text(certificates(folder))).toEqual({ ca: 'ca.crt', cert: 'tls.crt', key: 'tls.key' });
    rmSync(join(folder, 'ca.crt'));
    expect(text(certificates(folder))).toEqual({ cert: 'tls.crt', key: 'tls.key' });
  });

  it('may be none at all', () => {
    expect(certificates(join(folder, 'none'))).toEqual({});
    expect(hasClientCertificate(join(folder, 'none'))).toBe(false);
  });

  it.each([
    ['tls.crt', 'tls.key'],
    ['tls.key', 'tls.crt'],
  ])('are a fault with %s alone', (one, other) => {
    write(one);
    for (const read of [certificates, hasClientCertificate])
      expect(() => read(folder)).toThrow(
        expect.objectContaining({ exit: 'settings', message: `the broker's Secret has ${one} without ${other}` }),
      );
  });

  it('are a fault where one cannot be read', () => {
    mkdirSync(join(folder, 'ca.crt'));
    expect(() => certificates(folder)).toThrow(
      expect.objectContaining({ exit: 'settings', message: expect.stringMatching(/broker's ca.crt: EISDIR/) }),
    );
  });
});
