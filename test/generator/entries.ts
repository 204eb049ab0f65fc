import fc, { type Arbitrary } from 'fast-check';
import { stringify } from 'yaml';
import { completionDefaults, defaults, type Entry, type entrySchema } from '../../generator/entry/entry.ts';
import { isPinned } from '../../generator/entry/image.ts';

type Key = Exclude<keyof typeof entrySchema.properties, 'jobName' | 'image'>;

const { constant, constantFrom, oneof, array, boolean, record, dictionary, uniqueArray, option, integer } = fc;

const int32 = 2 ** 31 - 1;
const count = (minimum: number, maximum = int32) =>
  oneof(constantFrom(minimum, maximum), integer({ min: minimum, max: Math.min(maximum, 50) }));
const label = (most: number) =>
  fc.stringMatching(/^[a-z](?:[-a-z0-9]{0,8}[a-z0-9])?$/).map((text) => text.slice(0, most).replace(/-+$/, ''));
const subdomain = array(label(20), { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));
/** With what YAML, JSON, Kubernetes' $(NAME) and shells may stumble over. */
const text = oneof(
  constantFrom('', 'no', '017', '1e3', '$(A) $$', ' a\n b\n', 'Ä€😀', '\'"\\', '\u2028\t', '# x: y'),
  fc.string({ maxLength: 20 }),
).map((value) => value.replaceAll('\0', '').toWellFormed());
const queue = oneof(constantFrom('q'.repeat(255), 'Ä'.repeat(100), 'a b', 'a/b', 'null'), fc.stringMatching(/^[!-~]{1,20}$/));
const quantity = constantFrom('1', 1, '0.5', '500m', '1024Mi', '1Gi', '1e3', '128974848', '1500m', '0.1Ki', 2.5, '12345678901');
const exact = constantFrom('1', 2, '3k', '4Ki');
/** Requests and limits of equal kinds, so that the ones are not over the others. */
const resources = record(
  {
    cpu: record({ requests: constantFrom('1m', '0.01', '50m'), limits: constantFrom(1, '1500m', '1e3') }, { requiredKeys: [] }),
    memory: record(
      { requests: constantFrom('64Mi', 1024, '57344Ki'), limits: constantFrom('1Gi', '1024Mi', '1e9', '0.5Gi') },
      { requiredKeys: [] },
    ),
    'ephemeral-storage': record({ limits: quantity }),
    'example.com/gpu': exact.map((amount) => ({ requests: amount, limits: amount })),
    'hugepages-2Mi': constantFrom('2Mi', '4Mi').map((amount) => ({ requests: amount, limits: amount })),
  },
  { requiredKeys: ['cpu', 'memory'] },
).map((amounts) => ({ requests: side(amounts, 'requests'), limits: side(amounts, 'limits') }));

function side(amounts: object, name: 'requests' | 'limits'): Record<string, string | number> {
  const given = Object.entries(amounts).flatMap(([resource, both]) => (both?.[name] === undefined ? [] : [[resource, both[name]]]));
  return Object.fromEntries(given);
}

const environmentName = oneof(
  constantFrom('A', 'spring.datasource.url', 'with space', '-', '#', '9'),
  fc.stringMatching(/^[A-Z_]{1,12}$/),
).filter((name) => !['ISSUER', 'TARGET', 'MESSAGE', 'CHECKSUM', 'MESSAGE_FILE', 'MESSAGE_ID', 'TRACEPARENT'].includes(name));
const reference = record(
  { name: subdomain, key: constantFrom('a', 'a.b_C-d', '..a'), optional: boolean() },
  { requiredKeys: ['name', 'key'] },
);
const valueFrom = oneof(
  reference.map((configMapKeyRef) => ({ configMapKeyRef })),
  reference.map((secretKeyRef) => ({ secretKeyRef })),
  constantFrom(
    'metadata.name',
    'metadata.namespace',
    'metadata.uid',
    "metadata.labels['example.com/a']",
    "metadata.annotations['a']",
    'spec.nodeName',
    'spec.serviceAccountName',
    'status.hostIP',
    'status.hostIPs',
    'status.podIP',
    'status.podIPs',
  ).map((fieldPath) => ({ fieldRef: { fieldPath } })),
  record({ resource: constantFrom('limits.cpu', 'requests.cpu'), divisor: constantFrom('1', 1, '1m') }, { requiredKeys: ['resource'] }).map(
    (resourceFieldRef) => ({ resourceFieldRef }),
  ),
  record({ resource: constantFrom('limits.memory', 'requests.ephemeral-storage'), divisor: constantFrom('1', '1Mi', '1M', '1024Ki') }).map(
    (resourceFieldRef) => ({ resourceFieldRef }),
  ),
);
const variable = oneof(
  record({ name: environmentName, value: text }),
  record({ name: environmentName, valueFrom }),
  record({ name: environmentName }),
);
const environment = oneof(
  dictionary(environmentName, text, { maxKeys: 5, noNullPrototype: true }),
  uniqueArray(variable, { maxLength: 5, selector: ({ name }) => name }),
);

const labels = dictionary(
  constantFrom('team', 'example.com/Team', 'app.kubernetes.io/version', 'app.kubernetes.io/instance', `${'a'.repeat(63)}`, 'A_b.c'),
  constantFrom('', 'a', 'A_b.c-d', 'v'.repeat(63), 'true', '1'),
  { maxKeys: 3, noNullPrototype: true },
);

const template = record(
  {
    metadata: record({ annotations: constant({ 'example.com/a': 'b\nc' }), labels: constant({ tier: 'back' }) }, { requiredKeys: [] }),
    spec: record(
      {
        nodeSelector: constant({ 'kubernetes.io/os': 'linux' }),
        tolerations: constantFrom([], [{ key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule' }], [{ operator: 'Exists' }]),
        terminationGracePeriodSeconds: constantFrom(0, 30, 100),
        securityContext: constantFrom({}, { runAsUser: 1000, fsGroup: 1 }, { supplementalGroups: [1, 2] }),
        imagePullSecrets: constant([{ name: 'pull' }]),
        volumes: constant([{ name: 'scratch', emptyDir: { sizeLimit: '1024Mi' } }]),
        hostAliases: constant([{ ip: '10.0.0.1', hostnames: ['a.b'] }]),
        topologySpreadConstraints: constant([
          { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { tier: 'back' } } },
        ]),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
) as Arbitrary<Entry['template']>;

/** Of each key whatever it may hold, at its limits too; what has to fit another key is put right below. */
const values: { [K in Key]: Arbitrary<Entry[K]> } = {
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

/** Every key that an entry may have, for those who have to try them all. */
export const everyKey: readonly string[] = ['jobName', 'image', ...Object.keys(values)];

/** Of keys that must fit each other, the later ones give way. */
function fitting(entry: Entry): Entry {
  const serviceAccount = entry.runner === 'exec' ? undefined : entry.serviceAccount;
  const command = entry.runner === 'exec' ? (entry.command ?? ['run']) : entry.command;
  const pinned = isPinned(entry.image);
  const located = entry.image.startsWith('registry.');
  return withoutUndefined({
    ...entry,
    ...inTime(entry),
    ...batched(entry),
    serviceAccount,
    command,
    ...(pinned && { imageVersion: undefined }),
    ...(located && { registry: '' }),
  }) as Entry;
}

/** With completion the broker must not take the message back before it is worked on, nor delete it before it is dead-lettered. */
function inTime({
  acknowledge,
  retries,
  deliveryLimit = defaults.deliveryLimit,
  timeout = completionDefaults.timeout,
}: Entry): Partial<Entry> {
  if (acknowledge !== 'completion') return {};
  const most = Math.max(deliveryLimit, 5) - 5;
  const time = Math.min(timeout, int32 - 1000);
  return { retries: Math.min(retries ?? 0, most), deliveryLimit: Math.max(deliveryLimit, 5), timeout: time, consumerTimeout: time + 500 };
}

function batched({ batch, parallelism = defaults.parallelism }: Entry): Partial<Entry> {
  if (batch === undefined) return {};
  const most = parallelism === 'unlimited' ? batch.size : Math.min(batch.size, parallelism);
  return { batch: { size: batch.size, parallelism: Math.min(batch.parallelism ?? most, most) } };
}

function withoutUndefined(map: object): object {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
}

const image = constantFrom('team/invoices', 'a', 'registry.example.com:5000/team/a__b', 'a:1.2', `a@sha256:${'0'.repeat(64)}`);

/** A valid queue entry. */
export function entry(): Arbitrary<Entry> {
  const optional = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, option(value as Arbitrary<unknown>, { nil: undefined, freq: 1 })]),
  );
  return record({ jobName: label(20), image, ...optional }).map((given) => fitting(withoutUndefined(given) as Entry));
}

/** The entries of a valid ConfigMap, by their keys: no two of them make the same ScaledJob, or read the same queue. */
export function entries({ maxLength = 4 } = {}): Arbitrary<Record<string, Entry>> {
  const key = fc.stringMatching(/^[-._a-zA-Z0-9]{1,20}$/).filter((name) => name !== '__proto__' && !name.startsWith('..'));
  return uniqueArray(fc.tuple(key, entry()), { maxLength, selector: ([name]) => name }).map((pairs) =>
    Object.fromEntries(
      pairs.map(([name, { queue: own, ...rest }], index) => {
        const jobName = `${rest.jobName.slice(0, 17)}${index}`;
        return [`${name}${index}`, { ...rest, jobName, ...(own !== undefined && { queue: `${index}${own.slice(0, 100)}` }) }];
      }),
    ),
  );
}

/** `order`: a number for each key of each map, which they are then sorted by. */
export function configMapText(data: Readonly<Record<string, Entry>>, order: () => number = () => 0): string {
  const texts = Object.fromEntries(Object.entries(data).map(([key, one]) => [key, yaml(one, order)]));
  return yaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'queues', namespace: 'default' }, data: texts }, order);
}

/** In quotes, as some plain scalars are doubtful. */
function yaml(value: unknown, order: () => number): string {
  return stringify(shuffled(value, order), { defaultStringType: 'QUOTE_DOUBLE', lineWidth: 0 });
}

/** The same value with the keys of all its maps in another order. */
export function shuffled(value: unknown, order: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, order));
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).map(([key, inner]) => ({ key, inner: shuffled(inner, order), rank: order() }));
  return new Map(pairs.sort((one, other) => one.rank - other.rank).map(({ key, inner }) => [key, inner]));
}
