import { describe, expect, it } from '@jest/globals';
import { defaults, type Entry, entrySchema, laterKeys } from '../../../generator/entry/entry.ts';
import { problemsOf } from '../../../generator/entry/validate.ts';

/** Every key, so that the type and the schema say the same. */
const whole: Required<Entry> = {
  jobName: 'a',
  image: 'a',
  imageVersion: '1',
  registry: 'r.example.com',
  parallelism: 'unlimited',
  timeout: 1,
  interval: 1,
  environment: [
    { name: 'A', value: 'x' },
    { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: true } } },
  ],
  resources: { requests: { cpu: 0.5 }, limits: { cpu: '1' } },
  namespace: 'n',
  labels: { team: 'x' },
  command: ['a'],
  args: ['b'],
  queue: 'q',
  retries: 0,
  keep: { successful: 1, failed: 'all', seconds: 1 },
  paused: true,
  deadLetter: { exchange: 'x', routingKey: 'y' },
  serviceAccount: 's',
  runner: 'job',
  acknowledge: 'completion',
  vhost: '/v',
  deliveryLimit: 6,
  messageEnvironment: { allow: ['A', 'B*'], encoding: 'base64' },
  contentSchema: { type: 'object' },
  launcher: { resources: { limits: { memory: '256Mi' } }, maxMessage: '1Mi' },
  consumerTimeout: 60,
  batch: { size: 2, parallelism: 1 },
  broker: { secret: 's', hosts: ['h', 'h:1'], port: 5671, tls: true },
  mesh: true,
  template: { spec: {} },
};

describe("the entry's schema", () => {
  it('takes what its type takes', () => {
    expect(problemsOf(whole)).toEqual([]);
    expect(Object.keys(whole).sort()).toEqual(Object.keys(entrySchema.properties).sort());
  });

  it('refuses what its type refuses', () => {
    // @ts-expect-error: no number
    const numbered: Entry = { ...whole, jobName: 7 };
    // @ts-expect-error: no other word
    const endless: Entry = { ...whole, parallelism: 'endless' };
    // @ts-expect-error: a list, as Kubernetes has it
    const shell: Entry = { ...whole, command: 'sh -c' };
    // @ts-expect-error: no such key
    const unknown: Entry = { ...whole, comand: ['a'] };
    // @ts-expect-error: no such runner
    const elsewhere: Entry = { ...whole, runner: 'pod' };
    // @ts-expect-error: both are needed
    const half: Entry = { ...whole, deadLetter: { exchange: 'x' } };
    for (const wrong of [numbered, endless, shell, unknown, half, elsewhere]) expect(problemsOf(wrong)).toHaveLength(1);
  });

  it('has defaults that it takes itself', () => {
    expect(problemsOf({ ...defaults, jobName: 'a', image: 'a', command: ['a'] })).toEqual([]);
  });

  it('describes every key, and says of every value what is allowed', () => {
    for (const [key, schema] of Object.entries(entrySchema.properties)) {
      expect({ key, ...schema }).toMatchObject({ description: expect.any(String), allowed: expect.any(String) });
    }
  });

  it('has no key that is said to come later', () => {
    expect(Object.keys(laterKeys).filter((key) => key in entrySchema.properties)).toEqual([]);
  });
});
