import { ConfigError, type Fault } from '../fault.ts';
import type { FilesRead } from '../input/files.ts';
import type { Source } from '../input/source.ts';
import { identity, type KubernetesObject } from '../output/object.ts';
import { printed } from '../output/printer.ts';
import { isOurs } from './earlier.ts';
import type { FunctionConfig } from './functionConfig.ts';
import { isObject, type ResourceList } from './resourceList.ts';

/** A text, and the object of the list that it is of; none where it is a file's. */
export interface ObjectSource extends Source {
  object?: Partial<KubernetesObject>;
}

export type ReadFiles = (paths: readonly string[]) => Promise<FilesRead>;

/** What to generate from: what the configuration has or names; where it does neither, the items. */
export async function readSources(
  list: ResourceList,
  config: FunctionConfig,
  read: ReadFiles,
): Promise<{ sources: ObjectSource[]; faults: Fault[] }> {
  const { entries, files } = config;
  if (entries === undefined && files.length === 0) return { sources: itemSources(list), faults: [] };
  const { sources, faults } = await read(files);
  return { sources: [...(entries === undefined ? [] : [entriesSource(list.functionConfig, entries)]), ...sources], faults };
}

/**
 * The ConfigMaps among the items, but for generated ones, and for the function's configuration, which orchestrators put there, too. Nobody
 * knows the lines and columns that they have in the list.
 */
function itemSources({ items, functionConfig }: ResourceList): ObjectSource[] {
  const own = isObject(functionConfig) ? identity(functionConfig) : undefined;
  const configMaps = items.map(({ object }) => object).filter((object) => object.kind === 'ConfigMap' && !isOurs(object));
  const others = configMaps.filter((object) => !isObject(object) || identity(object) !== own);
  if (others.length === 0)
    throw new ConfigError('there is nothing to generate from: the items hold no ConfigMap, and the functionConfig no entries or files');
  return others.map((object) => ({ name: nameOf(object), text: printed(object), live: true, object }));
}

/** As the ConfigMap that they would be. */
function entriesSource(object: Partial<KubernetesObject>, entries: Readonly<Record<string, unknown>>): ObjectSource {
  const { name, namespace } = object.metadata ?? {};
  const data = Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, typeof entry === 'string' ? entry : printed(entry)]));
  return {
    name: nameOf(object),
    text: printed({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data }),
    live: true,
    object,
  };
}

/** As in a Fault's `file`. */
export function nameOf({ kind = 'functionConfig', metadata }: Partial<KubernetesObject>): string {
  const name = [metadata?.namespace, metadata?.name].filter((part) => part !== undefined).join('/');
  return `${kind.slice(0, 1).toLowerCase()}${kind.slice(1)}${name === '' ? '' : ` ${name}`}`;
}
