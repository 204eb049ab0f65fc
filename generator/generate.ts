import { type ConfigMap, type Read, readConfigMap } from './configMap/configMap.ts';
import { type Completed, clashes } from './entry/clashes.ts';
import { complete } from './entry/eventJob.ts';
import { byName } from './entry/names.ts';
import { inOrder } from './fault.ts';
import { sharedObjects } from './objects/access.ts';
import { scaledJob } from './objects/scaledJob.ts';
import type { Settings } from './settings.ts';

/** Objects that belong together: a queue entry's, or what the entries of a namespace share. */
export interface Part {
  namespace: string;
  /** The entry's jobName; the shared parts have none. */
  jobName?: string;
  objects: object[];
}

export interface Manifests {
  configMap: string;
  /** Shared parts first, then the entries, each sorted by namespace and name. */
  parts: Part[];
}

/** The text of a ConfigMap to its manifests, or all that is wrong with it. Pure: no file, clock or environment. */
export function generate(text: string, settings: Settings): Read<Manifests> {
  const read = readConfigMap(text);
  if ('faults' in read) return read;
  const entries = completed(read.value, settings);
  const faults = clashes(entries);
  if (faults.length > 0) return { faults: inOrder(faults) };
  const { name } = read.value;
  return { value: { configMap: name, parts: [...sharedParts(name, entries), ...entryParts(entries, settings)] } };
}

function completed({ name, entries }: ConfigMap, settings: Settings): Completed[] {
  return entries.map((source) => ({ source, job: complete(name, source.key, source.entry, settings) }));
}

function sharedParts(configMap: string, entries: readonly Completed[]): Part[] {
  const namespaces = [...new Set(entries.map(({ job }) => job.namespace))].sort(byName);
  return namespaces.map((namespace) => ({ namespace, objects: sharedObjects(configMap, namespace) }));
}

function entryParts(entries: readonly Completed[], settings: Settings): Part[] {
  const jobs = entries.map(({ job }) => job);
  const sorted = jobs.sort((one, other) => byName(one.namespace, other.namespace) || byName(one.jobName, other.jobName));
  return sorted.map((job) => ({ namespace: job.namespace, jobName: job.jobName, objects: [scaledJob(job, settings)] }));
}
