import fc, { type Arbitrary } from 'fast-check';
import { stringify } from 'yaml';
import { completionDefaults, defaults, type Entry } from '../../generator/entry/entry.ts';
import { isPinned } from '../../generator/entry/image.ts';
import { int32, label } from './arbitrary/scalars.ts';
import { values } from './arbitrary/values.ts';

const { constantFrom, record, uniqueArray, option } = fc;

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
