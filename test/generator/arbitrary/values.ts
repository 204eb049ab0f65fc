import fc, { type Arbitrary } from 'fast-check';
import type { Entry, entrySchema } from '../../../generator/entry/entry.ts';
import { environment } from './environment.ts';
import { resources } from './resources.ts';
import { count, queue, subdomain, text } from './scalars.ts';
import { template } from './template.ts';

const { constant, constantFrom, oneof, array, boolean, record, dictionary } = fc;

type Key = Exclude<keyof typeof entrySchema.properties, 'jobName' | 'image'>;

const labels = dictionary(
  constantFrom('team', 'example.com/Team', 'app.kubernetes.io/version', 'app.kubernetes.io/instance', `${'a'.repeat(63)}`, 'A_b.c'),
  constantFrom('', 'a', 'A_b.c-d', 'v'.repeat(63), 'true', '1'),
  { maxKeys: 3, noNullPrototype: true },
);

/** Of each key whatever it may hold, at its limits too; what has to fit another key is put right by entries.ts. */
export const values: { [K in Key]: Arbitrary<Entry[K]> } = {
  imageVersion: constantFrom('1', 'latest', `v${'1'.repeat(127)}`, '_a.b-c'),
  registry: constantFrom('', 'registry.example.com', 'localhost:5000/team', '[::1]:5000'),
  parallelism: oneof(constant('unlimited' as const), count(1)),
  timeout: count(1),
  interval: count(1),
  environment: environment as Arbitrary<Entry['environment']>,
  resources: resources as Arbitrary<Entry['resources']>,
  namespace: constantFrom('default', 'jobs', 'other'),
  labels,
  serviceAccount: constantFrom('default', 'worker.a'),
  runner: constantFrom('exec', 'job'),
  acknowledge: constantFrom('dispatch', 'completion'),
  command: array(text, { minLength: 1, maxLength: 4 }).map(([, ...more]) => ['run', ...more]),
  args: array(text, { maxLength: 3 }),
  queue,
  vhost: constantFrom('/', 'billing', 'a/b c', 'Ä'.repeat(127)),
  retries: count(0),
  deliveryLimit: count(3),
  keep: record(
    { successful: oneof(constant('all' as const), count(0)), failed: oneof(constant('all' as const), count(0)), seconds: count(0) },
    { requiredKeys: [] },
  ),
  paused: boolean(),
  deadLetter: oneof(
    queue.map((name) => `${name.slice(0, 100)}.rejected`),
    constantFrom({ exchange: '', routingKey: 'dead' }, { exchange: 'Ä'.repeat(127), routingKey: '' }),
  ),
  messageEnvironment: oneof(
    boolean(),
    constantFrom(['A', 'trace-*'], [], ['*']),
    record({ allow: constantFrom(true, false, ['B.c']), encoding: constantFrom('plain', 'base64') }, { requiredKeys: [] }),
  ) as Arbitrary<Entry['messageEnvironment']>,
  contentSchema: constantFrom<NonNullable<Entry['contentSchema']>>(
    true,
    { type: 'object', required: ['id'] },
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: { price: { pattern: '^\\$[0-9]+$' } },
    },
  ),
  launcher: record(
    {
      maxMessage: constantFrom(1, '64Ki', '16Mi', '128Mi'),
      resources: record({ requests: constant({ cpu: '0.05' }), limits: constant({ memory: '512Mi' }) }),
    },
    { requiredKeys: [] },
  ) as Arbitrary<Entry['launcher']>,
  consumerTimeout: count(1),
  batch: record({ size: count(1, 100_000), parallelism: count(1, 100_000) }, { requiredKeys: ['size'] }),
  broker: oneof(
    subdomain,
    record(
      {
        secret: subdomain,
        hosts: constantFrom(['rabbit.example.com'], ['a:5673', '[fd00::1]:5671'], ['fd00::1', '10.0.0.1']),
        port: count(1, 65_535),
        tls: boolean(),
      },
      { requiredKeys: [] },
    ),
  ) as Arbitrary<Entry['broker']>,
  mesh: boolean(),
  template,
};
