import { configLabel } from '../configMap/metadata.ts';
import { Failure } from '../failure.ts';
import { ConfigError } from '../fault.ts';
import type { Source } from './source.ts';

/** Which ConfigMaps are read with `--all-namespaces`. */
const selector = `${configLabel}=true`;

/** As the API server gives it. */
export interface LiveConfigMap {
  metadata?: { name?: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
  immutable?: boolean;
}

export interface Page {
  items: LiveConfigMap[];
  /** Where the next page begins; empty or absent after the last. */
  next?: string | undefined;
}

/** The API server, as far as it is asked. */
export interface Cluster {
  configMap(name: string, namespace: string): Promise<LiveConfigMap | undefined>;
  /** `undefined`: the server no longer knows how to go on from there. */
  labelled(selector: string, from: string | undefined): Promise<Page | undefined>;
}

export async function oneConfigMap(cluster: Cluster, name: string, namespace: string): Promise<Source[]> {
  const configMap = await cluster.configMap(name, namespace);
  if (configMap !== undefined) return [sourceOf(configMap)];
  throw new ConfigError(
    `configmap ${namespace}/${name}: is not there; --config-map-name (CONFIG_MAP_NAME) and --pod-namespace (POD_NAMESPACE) name another, --all-namespaces reads all with the label ${selector}`,
  );
}

export async function labelledConfigMaps(cluster: Cluster): Promise<Source[]> {
  const found = await allPages(cluster);
  if (found.length > 0) return found.map(sourceOf);
  throw new ConfigError(`no ConfigMap has the label ${selector}`);
}

/** The pages of a list show it as it was at the first; but the server forgets that after some minutes, and then it begins anew. */
async function allPages(cluster: Cluster, tries = 3): Promise<LiveConfigMap[]> {
  const found: LiveConfigMap[] = [];
  let from: string | undefined;
  do {
    const page = await cluster.labelled(selector, from);
    if (page === undefined && tries === 1) throw new Failure('the list of ConfigMaps expires faster than it can be read');
    if (page === undefined) return allPages(cluster, tries - 1);
    found.push(...page.items);
    from = page.next;
  } while (from);
  return found;
}

/** As the manifest that somebody may have applied: without what only the server sets. */
function sourceOf({ metadata: { name, namespace } = {}, data, binaryData, immutable }: LiveConfigMap): Source {
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data, binaryData, immutable };
  return { name: `configmap ${namespace}/${name}`, text: JSON.stringify(manifest), live: true };
}
