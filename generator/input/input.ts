import { type FilesRead, readFiles } from './files.ts';
import type { Input } from './options.ts';

/** Which ConfigMap a cluster is asked for, unless for all. */
export interface Named {
  name: string;
  namespace: string;
}

/** Reads all that the options name. What only `--live` needs is loaded only then: the Kubernetes client takes its time. */
export async function readInput(input: Input, { name, namespace }: Named): Promise<FilesRead> {
  if ('files' in input) return readFiles(input.files, input.recursive);
  const { live } = input;
  const [{ cluster }, { labelledConfigMaps, oneConfigMap }] = await Promise.all([import('./cluster.ts'), import('./liveConfigMaps.ts')]);
  const asked = cluster(live);
  const sources = live.allNamespaces ? await labelledConfigMaps(asked) : await oneConfigMap(asked, name, namespace);
  return { sources, faults: [] };
}
