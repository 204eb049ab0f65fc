import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

describe('event-jobs generate, given awkward inputs', () => {
  const folder = join(import.meta.dirname, '../generator/corpus');
  const bytes = readdirSync(folder).filter((name) => name.startsWith('bytes-'));
  const others = ['configmap-is-binary', 'nul-in-the-file', 'aliases-that-laugh', 'alias-of-a-list-to-itself', 'documents-one-broken'];

  it.each([...bytes, ...others])('ends with 2, writes nothing and shows no stack: %s', (name) => {
    const directory = mkdtempSync(join(tmpdir(), 'event-jobs-'));
    try {
      const file = join(folder, name, 'configmap.yaml');
      const bin = join(import.meta.dirname, '../../bin/event-jobs');
      const args = [bin, 'generate', '-f', file, '--launcher-image', 'l', '--amqp-host', 'h', '-o', join(directory, 'out')];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: {} });
      expect({ status, stdout, files: readdirSync(directory) }).toEqual({ status: 2, stdout: '', files: [] });
      expect(stderr.replaceAll(file, 'configmap.yaml')).toBe(readFileSync(join(folder, name, 'expected.err'), 'utf8'));
      expect(stderr).not.toMatch(/^ +at /m);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
