import { byName } from '../entry/names.ts';
import { ConfigError } from '../fault.ts';
import type { Manifests } from '../generate.ts';
import { mayBeOne } from './configMapName.ts';
import { isScaledJob } from './draining.ts';
import { fileName, fileNameLimit, fitsName, index } from './fileName.ts';
import { configMapsOf, type Header, headerText } from './header.ts';
import { type Files, keptFiles, wantedFiles } from './kept.ts';
import { marker } from './marker.ts';
import { type KubernetesObject, objectsOf } from './object.ts';
import { printed } from './printer.ts';
import { yamlOf } from './stream.ts';

/** What is in a directory. */
export interface Present {
  /** The files that begin with the marker and have a name as event-jobs gives it; their texts by name. */
  owned: ReadonlyMap<string, string>;
  /** The names of all others. */
  others: ReadonlySet<string>;
}

export interface PlanOptions extends Omit<Header, 'configMaps'> {
  /** Whether what no entry asks for any more goes. */
  prune: boolean;
}

/** Why nothing may be done; without a file, the directory as a whole. */
export interface Problem {
  file?: string;
  problem: string;
}

export interface Plan {
  /** All files that the directory should have, by name; the kustomization, which lists the others, is the last. */
  files: ReadonlyMap<string, string>;
  /** The files of entries that are gone, which stay, paused and marked. */
  draining: string[];
  /** Owned files that should go. */
  removed: string[];
}

/** What makes a directory say what the manifests say. Pure: whoever asks does it, or only compares. */
export function plan(present: Present, manifests: Manifests, options: PlanOptions): { plan: Plan } | { problems: Problem[] } {
  const { parts, configMaps } = manifests;
  const names = parts.map(fileName);
  const problems = [...nameProblems(names), ...foreign(names, present), ...otherOwner(present, configMaps)];
  const read = reader(present, problems);
  const wanted = new Set([...names, index]);
  const unasked = [...present.owned.keys()].filter((name) => !wanted.has(name)).map((name) => [name, read(name)] as const);
  const gone = new Map(unasked.filter(([name, objects]) => fitsName(name, objects)));
  const kept: Files<KubernetesObject> = options.prune ? new Map() : keptFiles(gone, parts);
  const files = texts(new Map([...wantedFiles(parts, kept, read), ...kept]), { ...options, configMaps });
  if (problems.length > 0) return { problems };
  const draining = [...kept].filter(([, objects]) => objects.some(isScaledJob)).map(([name]) => name);
  return { plan: { files, draining, removed: [...gone.keys()].filter((name) => !kept.has(name)) } };
}

function nameProblems(names: readonly string[]): Problem[] {
  const seen = new Set<string>();
  const twice = names.filter((name) => seen.has(name) || !seen.add(name));
  const long = names.filter((name) => Buffer.byteLength(name) > fileNameLimit);
  return [
    ...twice.map((file) => ({ file, problem: 'would be written twice' })),
    ...long.map((file) => ({ file, problem: `is too long a name for a file: at most ${fileNameLimit} bytes; print to standard output` })),
  ];
}

/** Beside other names of a kustomization, kustomize takes ours for one too many. */
function foreign(names: readonly string[], { others }: Present): Problem[] {
  return [...names, index, 'kustomization.yml', 'Kustomization']
    .filter((name) => others.has(name))
    .map((file) => ({ file, problem: 'was not written by event-jobs generate; move it away' }));
}

/** Entries would all be taken for gone where somebody only mistook the directory. */
function otherOwner({ owned }: Present, configMaps: readonly string[]): Problem[] {
  const holders = configMapsOf(owned.get(index) ?? '');
  if (holders.length === 0 || holders.some((holder) => configMaps.some((one) => mayBeOne(holder, one)))) return [];
  const problem = `holds the output of the ConfigMap ${holders.join(', ')}; ${configMaps.join(', ')} needs a directory of its own`;
  return [{ problem: `${problem} (if it is the same one by a new name, delete the ${index} there and generate again)` }];
}

function reader({ owned }: Present, problems: Problem[]): (file: string) => KubernetesObject[] {
  return (file) => {
    try {
      return objectsOf(owned.get(file) ?? '');
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push({ file, problem: error.message });
      return [];
    }
  };
}

function texts(files: Files, header: Header): Map<string, string> {
  const sorted = [...files].sort(([one], [other]) => byName(one, other));
  const all = new Map(sorted.map(([name, objects]) => [name, `${marker}\n${yamlOf(objects)}`]));
  const resources = [...all.keys()];
  const kustomization = printed({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources });
  return all.set(index, headerText(header) + kustomization);
}
