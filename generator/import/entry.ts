import { contractVariables, coveredBy } from '../../handler/contract.ts';
import { mapOf } from '../configMap/objects.ts';
import { entrySchema } from '../entry/entry.ts';
import type { Fault, Step } from '../fault.ts';
import type { PredecessorEntry } from './predecessor.ts';

/** What becomes of a key's value: nothing where it is left out. */
type Carry = (value: unknown, say: Say) => unknown;
/** Says what changes, at a path below the key. */
type Say = (text: string, path?: readonly Step[], part?: 'key' | 'value') => void;

/** The predecessor's keys, in its order. */
const carried: Readonly<Record<string, Carry>> = {
  jobName: text,
  image: text,
  imageVersion: text,
  registry: text,
  parallelism: (value, say) => {
    if (value === 'unlimited') say('KEDA starts a Job for every waiting message at once, and no launcher asks before it pulls');
    return number(value, say);
  },
  interval: (value, say) => {
    say('is now how often KEDA looks at the queue, and at each look it starts as many Jobs as messages wait, up to parallelism');
    return number(value, say);
  },
  timeout: number,
  namespace: text,
  serviceAccount: text,
  environment,
  labels,
  resources: (value) => value,
};

export interface ImportedEntry {
  entry?: Record<string, unknown>;
  changes: Fault[];
  faults: Fault[];
}

/** An entry of the predecessor as one of this project, as far as it can be told; what is not right in it either, generate says. */
export function importedEntry({ value, blame }: PredecessorEntry): ImportedEntry {
  const map = mapOf(value);
  if (map === undefined) return { changes: [], faults: [blame([], 'value', 'is no map', 'a queue entry with at least jobName and image')] };
  const changes: Fault[] = [];
  const sayAt =
    (key: string): Say =>
    (text, path = [], part = 'value') =>
      changes.push(blame([key, ...path], part, text));
  const entries = Object.keys(carried).filter((key) => map[key] !== undefined && map[key] !== null);
  const kept = entries.map((key) => [key, carried[key]?.(map[key], sayAt(key))] as const);
  for (const key of Object.keys(map)) if (!entries.includes(key)) sayAt(key)(leftOut(key, map[key]), [], 'key');
  return { entry: { ...Object.fromEntries(kept), messageEnvironment: { encoding: 'base64' } }, changes, faults: [] };
}

function leftOut(key: string, value: unknown): string {
  if (Object.hasOwn(carried, key) && value === null) return 'is empty: left out';
  const known = Object.hasOwn(entrySchema.properties, key);
  return `the predecessor ignored this key: left out${known ? '; here it means something, so add it where it is wanted' : ''}`;
}

function text(value: unknown, say: Say, path: readonly Step[] = []): unknown {
  if (typeof value !== 'number' && typeof value !== 'boolean') return value;
  say(`is text, as the predecessor made it: ${JSON.stringify(String(value))}`, path);
  return String(value);
}

function number(value: unknown, say: Say): unknown {
  if (typeof value !== 'string' || !/^\d{1,10}$/.test(value)) return value;
  say(`is the number ${Number(value)}, as the predecessor took it`);
  return Number(value);
}

/** A list of {name, value} and {name, valueFrom}, the container's `env`. */
function environment(value: unknown, say: Say): unknown {
  if (!Array.isArray(value)) return value;
  return value.flatMap((variable: unknown, index) => {
    const map = mapOf(variable);
    if (map === undefined) return [variable];
    if (coveredBy(String(map.name), contractVariables) === undefined)
      return [{ ...map, ...(map.value !== undefined && { value: text(map.value, say, [index, 'value']) }) }];
    say(`${map.name} is left out: the launcher sets it for every message`, [index]);
    return [];
  });
}

const reservedLabels: readonly string[] = entrySchema.properties.labels.propertyNames.refused.names;

function labels(value: unknown, say: Say): unknown {
  const map = mapOf(value);
  if (map === undefined) return value;
  const own = Object.entries(map).filter(([name]) => {
    if (coveredBy(name, reservedLabels) === undefined) return true;
    say('is left out: event-jobs, KEDA or Kubernetes sets it', [name], 'key');
    return false;
  });
  return Object.fromEntries(own.map(([name, label]) => [name, text(label, say, [name])]));
}
