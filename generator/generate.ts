import type { ConfigMap } from './configMap/configMap.ts';
import { readQuickly } from './configMap/quickReader.ts';
import { type Reading, readConfigMaps } from './configMap/reading.ts';
import { type Completed, clashes } from './entry/clashes.ts';
import { isHurried } from './entry/deadline.ts';
import { complete, type EventJob } from './entry/eventJob.ts';
import { type Allowance, foreignNamespaces } from './entry/foreignNamespaces.ts';
import { byName } from './entry/names.ts';
import { entryFaults } from './entryFaults.ts';
import { type Fault, inOrder } from './fault.ts';
import type { Source } from './input/source.ts';
import { clusterObjects, sharedObjects } from './objects/access.ts';
import type { Context } from './objects/context.ts';
import { scaledJob } from './objects/scaledJob.ts';
import type { Settings } from './settings.ts';

/** Objects that belong together: a queue entry's, or what a ConfigMap's entries in a namespace (or, with none, in the cluster) share. */
export interface Part {
  configMap: string;
  /** Empty of what belongs to the whole cluster. */
  namespace: string;
  /** The entry's jobName; the shared parts have none. */
  jobName?: string;
  objects: object[];
}

export interface Manifests {
  /** `[NAMESPACE/]NAME` of each, as it says itself, sorted. */
  configMaps: string[];
  /** ConfigMaps that were not read, as others bear the label for it. */
  passedOver: string[];
  /** Of entries whose timeout the start of a pod may use up, in seconds. */
  shortTimeouts: { jobName: string; timeout: number }[];
  /** Shared parts first, then the entries, each sorted by namespace and name. */
  parts: Part[];
}

/** Which namespaces entries may name, and where they run when they name none. */
export interface Rules {
  /** In their ConfigMap's own, instead of the settings'. */
  scopeIsConfigMaps?: boolean;
  /** Without a list any may be named. */
  allowed?: readonly Allowance[];
}

export type Made = { value: Manifests } | { faults: Fault[] };

/**
 * ConfigMaps to their manifests, or all that is wrong with them. Reads no file, clock or environment. What is fine is read once, by a
 * quick reader; only what is not, or may not be, is read again by one that knows where everything stands.
 */
export async function generate(sources: readonly Source[], settings: Settings, rules: Rules = {}): Promise<Made> {
  const quick = readConfigMaps(sources, readQuickly);
  const made = quick.faults.length === 0 ? await manifests(quick, settings, rules) : quick;
  if ('value' in made) return made;
  const { readWithPlaces } = await import('./configMap/placedReader.ts');
  return manifests(readConfigMaps(sources, readWithPlaces), settings, rules);
}

async function manifests({ configMaps, faults: read, passedOver }: Reading, settings: Settings, rules: Rules): Promise<Made> {
  const entries = configMaps.flatMap((configMap) => completed(configMap, settings, rules));
  const jobs = entries.map(({ job }) => job);
  const context = await contextFor(jobs, settings);
  const own = await Promise.all(entries.map((entry) => entryFaults(entry, context)));
  const faults = inOrder([...read, ...own.flat(), ...clashes(entries), ...foreign(entries, rules)]);
  if (faults.length > 0) return { faults };
  return {
    value: {
      passedOver,
      configMaps: namesOf(configMaps),
      shortTimeouts: jobs.filter(isHurried).map(({ jobName, timeout }) => ({ jobName, timeout })),
      parts: [...sharedParts(jobs, settings), ...entryParts(jobs, context)],
    },
  };
}

function namesOf(configMaps: readonly ConfigMap[]): string[] {
  const names = configMaps.map(({ namespace, name }) => (namespace === undefined ? name : `${namespace}/${name}`));
  return [...new Set(names)].sort(byName);
}

function completed(configMap: ConfigMap, settings: Settings, { scopeIsConfigMaps = false }: Rules): Completed[] {
  const { namespace = settings.podNamespace } = configMap;
  const own = scopeIsConfigMaps ? { ...settings, kubernetesJobScope: namespace } : settings;
  return configMap.entries.map((source) => ({ configMap, source, job: complete(configMap, source.key, source.entry, own) }));
}

function foreign(entries: readonly Completed[], { allowed }: Rules): Fault[] {
  if (allowed === undefined) return [];
  return entries.flatMap(({ source, job }) => foreignNamespaces(job.configMapNamespace, job.namespace, source.blame, allowed));
}

async function contextFor(jobs: readonly EventJob[], settings: Settings): Promise<Context> {
  const templated = jobs.some(({ template }) => Object.keys(template).length > 0);
  return templated ? { settings, templates: await import('./template/template.ts') } : { settings };
}

function sharedParts(jobs: readonly EventJob[], settings: Settings): Part[] {
  const inNamespaces = groups(jobs, ({ configMap, namespace }) => ({ configMap, namespace }));
  const inCluster = groups(jobs, ({ configMap }) => ({ configMap, namespace: '' }));
  return [
    ...inCluster.map(({ part, jobs }) => ({ ...part, objects: clusterObjects(jobs, settings) })),
    ...inNamespaces.map(({ part, jobs }) => ({ ...part, objects: sharedObjects(part.configMap, part.namespace, jobs, settings) })),
  ].filter(({ objects }) => objects.length > 0);
}

type Shared = Pick<Part, 'configMap' | 'namespace'>;

function groups(jobs: readonly EventJob[], partOf: (job: EventJob) => Shared): { part: Shared; jobs: EventJob[] }[] {
  const grouped = Map.groupBy(jobs, (job) => `${partOf(job).namespace}/${job.configMap}`);
  const sorted = [...grouped.values()].map((jobs) => ({ part: partOf(jobs[0] as EventJob), jobs }));
  return sorted.sort((one, other) => byName(one.part.namespace, other.part.namespace) || byName(one.part.configMap, other.part.configMap));
}

function entryParts(jobs: readonly EventJob[], context: Context): Part[] {
  const sorted = jobs.toSorted((one, other) => byName(one.namespace, other.namespace) || byName(one.jobName, other.jobName));
  return sorted.map((job) => {
    const { configMap, namespace, jobName } = job;
    return { configMap, namespace, jobName, objects: [scaledJob(job, context)] };
  });
}
