import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { functionSettings } from '../../generator/fn/settings.ts';
import { eventJobs } from '../generator/eventJobs.ts';

jest.setTimeout(30_000);

const fileOf = (name: string) => readFileSync(join(import.meta.dirname, '../generator/fn/golden', name), 'utf8');

/** As a function in a container is called: nothing in its environment, and a working directory in which nothing can be written. */
const contained = (input: string, env = {}) => eventJobs(['fn'], { input, env, cwd: '/proc' });

describe('event-jobs fn', () => {
  it('needs nothing but its standard input and output', () => {
    expect(contained(fileOf('transformer/input.yaml'))).toEqual({ status: 0, stdout: fileOf('transformer/expected.yaml'), stderr: '' });
  });

  it('reads no setting from the environment', () => {
    const env = { AMQP_HOST: 'elsewhere', LAUNCHER_IMAGE: 'other:1', KUBERNETES_JOB_SCOPE: 'shop', POD_SECURITY: 'restricted' };
    expect(contained(fileOf('transformer/input.yaml'), env).stdout).toBe(fileOf('transformer/expected.yaml'));
  });

  it('ends with 2 where something is wrong, with the results in the list and in words', () => {
    expect(contained(fileOf('faults/input.yaml'))).toEqual({
      status: 2,
      stdout: fileOf('faults/expected.yaml'),
      stderr: fileOf('faults/expected.err'),
    });
  });

  it('ends with 2 and no stack where it gets no list', () => {
    const { status, stdout, stderr } = contained('apiVersion: v1\nkind: ConfigMap\n');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^<stdin>: is no ResourceList.*\n$/);
  });

  it('says what its configuration may say, and how kustomize is told', () => {
    const { stdout } = eventJobs(['fn', '--help']);
    for (const { name } of functionSettings) expect(stdout).toContain(`  ${name} `);
    for (const text of ['Example:', 'kustomize build --enable-alpha-plugins --enable-exec', 'entries', 'files', 'prune'])
      expect(stdout).toContain(text);
  });
});
