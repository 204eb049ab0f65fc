import { join } from 'node:path';
import type { Command } from 'commander';
import type { ClusterChoice } from '../../handler/operator/kubeconfig.ts';
import { generate, type Manifests, type Rules } from '../generate.ts';
import { readInput } from '../input/input.ts';
import type { Input } from '../input/options.ts';
import type { Source } from '../input/source.ts';
import { givenOf } from '../options.ts';
import { readDirectory } from '../output/directory.ts';
import type { Header } from '../output/header.ts';
import { type Present, plan } from '../output/plan.ts';
import { checkSettings, type Settings } from '../settings.ts';
import type { PartResult } from './cluster.ts';
import { differences } from './differences.ts';
import { asRecorded, liveConfigMap, recordedHeader } from './recorded.ts';
import type { Cluster } from './report/report.ts';
import { faultResult, type Result } from './result.ts';

export interface Asked {
  input: Input;
  /** For its settings. */
  command: Command;
  /** Compared with, where there is one. */
  directory?: string;
  /** To the cluster that is asked, where one is. */
  access?: ClusterChoice;
}

export interface Checked {
  /** The names of all sources that were read. */
  files: string[];
  results: Result[];
  cluster?: Cluster;
}

/** All that is wrong: with the ConfigMaps; only where nothing is, with the directory, and in the eyes of a cluster. */
export async function check({ input, command, directory, access }: Asked): Promise<Checked> {
  const present = directory === undefined ? undefined : readDirectory(directory);
  const header = directory !== undefined && present ? recordedHeader(directory, present, command) : undefined;
  const { settings, rules } = waysOf(input, command, header);
  const read = await readInput(input, liveConfigMap(command, header, settings));
  const made = read.sources.length > 0 ? await generate(read.sources, settings, rules) : { faults: [] };
  const faults = [...read.faults, ...('faults' in made ? made.faults : [])];
  const files = read.sources.map(({ name }) => name);
  if (!('value' in made) || faults.length > 0) return { files, results: faults.map(faultResult) };
  const compared = directory !== undefined && present && header ? await compare(directory, present, made.value, header) : [];
  if (access === undefined) return { files, results: compared };
  const asked = await ask(access, made.value, read.sources, settings);
  return { ...asked, files, results: [...compared, ...asked.results] };
}

/** By what to generate: as the directory was, else as generate would now. */
function waysOf(input: Input, command: Command, header: Header | undefined): { settings: Settings; rules: Rules } {
  const live = 'live' in input ? input.live : undefined;
  const { settings, scopeIsGiven } = givenOf(command);
  const scopeIsConfigMaps = header?.scopeIsConfigMaps ?? (live?.allNamespaces === true && !scopeIsGiven);
  const allowed = live && (live.allowed.length > 0 ? live.allowed : (header?.allowed ?? []));
  return { settings: header?.settings ?? checkSettings(settings), rules: { scopeIsConfigMaps, ...(allowed && { allowed }) } };
}

async function compare(directory: string, present: Present, manifests: Manifests, header: Header): Promise<Result[]> {
  const configMaps = asRecorded(manifests.configMaps, header.configMaps);
  const made = plan(present, { ...manifests, configMaps }, { ...header, prune: false });
  if ('plan' in made) return differences(directory, present, made.plan);
  return made.problems.map(({ file, problem }) => ({
    rule: 'event-jobs/directory',
    level: 'error',
    message: problem,
    file: file === undefined ? directory : join(directory, file),
  }));
}

/** Loads the Kubernetes client, which takes its time. */
async function ask(
  access: ClusterChoice,
  manifests: Manifests,
  sources: readonly Source[],
  settings: Settings,
): Promise<Omit<Checked, 'files'>> {
  const [{ kubeConfig }, { apiServer }, { checkCluster }] = await Promise.all([
    import('../input/cluster.ts'),
    import('../cluster/apiServer.ts'),
    import('./cluster.ts'),
  ]);
  const config = kubeConfig(access);
  const { results, versions, ...counts } = await checkCluster(await apiServer(config), manifests, settings.clusterTriggerAuthentication);
  return { results: await placed(results, sources), cluster: { context: config.getCurrentContext(), ...versions, ...counts } };
}

async function placed(results: readonly PartResult[], sources: readonly Source[]): Promise<Result[]> {
  if (results.every(({ part }) => part === undefined)) return [...results];
  const { placesOf } = await import('./places.ts');
  const placeOf = placesOf(sources);
  return results.map(({ part, ...result }) => (part === undefined ? result : { ...result, ...placeOf(part) }));
}
