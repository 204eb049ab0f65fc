import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { terminationMessage, writeTerminationMessage } from '../../handler/terminationMessage.ts';

const end = { outcome: 'dead-lettered', reason: 'the message is not JSON', code: 0, target: 'resize-0b8e2d1c-8f1b-4f2e-9a46-2c3d4e5f6a7b' };

describe('a termination message', () => {
  it('is one line of JSON', () => {
    expect(terminationMessage(end)).toBe(
      '{"outcome":"dead-lettered","reason":"the message is not JSON","code":0,"target":"resize-0b8e2d1c-8f1b-4f2e-9a46-2c3d4e5f6a7b"}',
    );
    expect(terminationMessage({ outcome: 'queue empty', reason: 'two\nlines' })).not.toContain('\n');
  });

  it.each([['x'], ['ü'], ['😀'], ['"'], ['\u0000'], ['\n'], ['\ud800'], ['a😀"']])(
    'stays whole in 4,096 bytes where its reason is many of %j',
    (text) => {
      for (const length of [1, 600, 1_300, 1_366, 4_000, 50_000]) {
        const message = terminationMessage({ ...end, reason: text.repeat(length) });
        expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4096);
        expect(JSON.parse(message)).toMatchObject({ outcome: 'dead-lettered', code: 0, target: end.target });
      }
    },
  );

  it('loses no more of its reason than it must', () => {
    const message = terminationMessage({ ...end, reason: 'x'.repeat(5_000) });
    expect(Buffer.byteLength(message)).toBe(4096);
    expect(JSON.parse(message).reason).toMatch(/^x+…$/);
  });
});

describe('the file of a termination message', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'termination-'));
    file = join(folder, 'log');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('holds it, and nothing of an earlier one', () => {
    writeFileSync(file, 'x'.repeat(1_000));
    writeTerminationMessage(file, end);
    expect(readFileSync(file, 'utf8')).toBe(terminationMessage(end));
  });

  it('is not made where the kubelet has made none', () => {
    writeTerminationMessage(file, end);
    expect(existsSync(file)).toBe(false);
    writeTerminationMessage(join(folder, 'no', 'log'), end);
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });

  it('holds nobody up where it cannot be written', () => {
    expect(() => writeTerminationMessage(folder, end)).not.toThrow();
  });
});
