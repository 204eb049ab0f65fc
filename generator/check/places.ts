import type { ConfigMapEntry } from '../configMap/configMap.ts';
import { readWithPlaces } from '../configMap/placedReader.ts';
import { readConfigMaps } from '../configMap/reading.ts';
import type { Part } from '../generate.ts';
import type { Source } from '../input/source.ts';
import type { Result } from './result.ts';

type Place = Pick<Result, 'file' | 'line' | 'column' | 'path' | 'entry'>;

/** Where in the sources the entry stands that a part is made of; of what entries share, the ConfigMap's name. Only errors need it. */
export function placesOf(sources: readonly Source[]): (part: Part) => Place {
  const { configMaps } = readConfigMaps(sources, readWithPlaces);
  return ({ configMap: name, namespace, jobName }) => {
    const named = configMaps.filter((configMap) => configMap.name === name);
    const entries = named.flatMap(({ entries }) => entries).filter(({ entry }) => entry.jobName === jobName);
    // One jobName may be in several namespaces, of which each but one has to be named.
    const entry = entries.find((one) => one.entry.namespace === namespace) ?? entries.find((one) => one.entry.namespace === undefined);
    return entry ? placeOf(entry) : place(named[0]?.blame(['metadata', 'name'], 'value', ''));
  };
}

function placeOf({ blame }: ConfigMapEntry): Place {
  return place(blame([], 'key', ''));
}

function place(fault: Place | undefined): Place {
  const { file, line, column, path, entry } = fault ?? {};
  return { file, line, column, path, entry };
}
