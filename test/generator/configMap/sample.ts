import { readWithPlaces } from '../../../generator/configMap/placedReader.ts';
import { readQuickly } from '../../../generator/configMap/quickReader.ts';
import { type Reading, readConfigMaps } from '../../../generator/configMap/reading.ts';
import type { Fault } from '../../../generator/fault.ts';
import type { Source } from '../../../generator/input/source.ts';

export const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n';

export const configMap = (name: string, { label = '', job = name, namespace = '' } = {}) =>
  `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}${namespace && `\n  namespace: ${namespace}`}${label && `\n  labels: {event-jobs.goci.io/config: ${label}}`}
data:
  ${name}: "{jobName: ${job}, image: a, command: [a]}"
`;

export const sources = (...texts: string[]): Source[] => texts.map((text, index) => ({ name: `${'abcdef'[index]}.yaml`, text }));

/** As generate reads: quickly, and where that is not enough, again. */
export function read(all: readonly Source[]): Reading {
  const quick = readConfigMaps(all, readQuickly);
  return quick.faults.length === 0 ? quick : readConfigMaps(all, readWithPlaces);
}

export function faults(...texts: string[]): Fault[] {
  return read(sources(...texts)).faults;
}

/** The texts' entries, by ConfigMap and key. */
export function entries(...texts: string[]): string[] {
  const { configMaps, faults } = read(sources(...texts));
  if (faults[0]) throw new Error(faults[0].problem);
  return configMaps.flatMap((one) => one.entries.map(({ key }) => `${one.source} ${one.name}/${key}`));
}
