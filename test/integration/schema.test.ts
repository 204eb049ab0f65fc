import { readFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { eventJobs } from '../generator/eventJobs.ts';

jest.setTimeout(30_000);

describe('event-jobs schema', () => {
  it.each([
    [[], 'entry'],
    [['data'], 'data'],
  ])('prints what is published: %j', (args, name) => {
    expect(eventJobs(['schema', ...args])).toEqual({
      status: 0,
      stdout: readFileSync(`manifests/schema/${name}.json`, 'utf8'),
      stderr: '',
    });
  });

  it('says what there is, and how an editor is told', () => {
    const { stdout } = eventJobs(['schema', '--help']);
    for (const text of ['entry', 'data', 'configmap', 'function', '# yaml-language-server: $schema=', 'Examples:'])
      expect(stdout).toContain(text);
  });

  it('has no other', () => {
    const { status, stdout, stderr } = eventJobs(['schema', 'deployment']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('entry, data, configmap, function');
  });
});
