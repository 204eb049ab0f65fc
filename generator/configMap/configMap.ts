import type { Entry } from '../entry/entry.ts';
import { configKeyPattern, nameLimit } from '../entry/names.ts';
import { type Fault, pathText } from '../fault.ts';
import { type Blame, blamer, type Subject, textFault } from './blame.ts';
import { readEntry } from './entryText.ts';
import { metadataFaults } from './metadata.ts';
import { type KubernetesObject, mapOf } from './objects.ts';
import type { Reader, TextFault } from './yamlText.ts';

export interface ConfigMapEntry {
  key: string;
  entry: Entry;
  blame: Blame;
}

export interface ConfigMap {
  name: string;
  namespace?: string | undefined;
  /** The name of the source that it is from. */
  source: string;
  /** Only those that are fine by themselves. */
  entries: ConfigMapEntry[];
  blame: Blame;
}

/** What a ConfigMap says, and all that is wrong with it and its entries. */
export function readConfigMap(object: KubernetesObject, read: Reader): { configMap: ConfigMap; faults: Fault[] } {
  const { value, path, file, text } = object;
  const subject = { file, above: path };
  const blame = blamer(text, path, subject);
  const { name, namespace } = mapOf(value.metadata) ?? {};
  const id = [namespace, name].filter((part) => part !== undefined).join('/');
  const readings = Object.entries(mapOf(value.data) ?? {}).map(([key, entry]) => {
    const reading = readData(object, key, entry, read, { file, above: [...path, 'data', key], entry: `${id}/${key}` });
    return { ...reading, key };
  });
  // What is wrong with an entry says more than what the ConfigMap as a text says of the same.
  const told = new Set(readings.flatMap(({ key, faults }) => (faults.length > 0 ? [pathText([...path, 'data', key])] : [])));
  const doubts = text.faults
    .filter((one) => isInside(one, path) && !(one.part === 'value' && told.has(pathText(one.path))))
    .map((one) => textFault(one, { file, above: [] }));
  return {
    configMap: {
      name: String(name),
      ...(namespace !== undefined && { namespace: String(namespace) }),
      source: file,
      entries: readings.flatMap(({ key, entry, blame }) => (entry ? [{ key, entry, blame }] : [])),
      blame,
    },
    faults: [...shapeFaults(value, blame), ...doubts, ...readings.flatMap(({ faults }) => faults)],
  };
}

function readData({ text, path }: KubernetesObject, key: string, entry: unknown, read: Reader, subject: Subject) {
  const blame = blamer(text, [...path, 'data', key], subject);
  const keys = keyFaults(key, blame);
  if (typeof entry !== 'string') {
    const noText = blame([], 'value', 'is not text', 'put | after the colon: an entry is a text');
    return { blame, faults: [...keys, noText] };
  }
  const reading = readEntry(entry, read, text.within([...path, 'data', key]), subject);
  return { ...reading, faults: [...keys, ...reading.faults] };
}

/** What kubectl would not take for a ConfigMap, or would silently leave out. */
function shapeFaults(value: Record<string, unknown>, blame: Blame): Fault[] {
  const known = ['apiVersion', 'kind', 'metadata', 'data', 'immutable'];
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  const isMap = value.data === undefined || value.data === null || mapOf(value.data);
  return [
    ...versionFaults(value, blame),
    ...unknown.map((key) => blame([key], 'key', 'is not read', `allowed: ${known.join(', ')}`)),
    ...metadataFaults(value.metadata, blame),
    ...(['undefined', 'boolean'].includes(typeof value.immutable) ? [] : [blame(['immutable'], 'value', 'is not valid', 'true or false')]),
    ...(isMap ? [] : [blame(['data'], 'value', 'is no map', 'one key per queue')]),
  ];
}

/** An item of a ConfigMapList need not say what it is. */
function versionFaults({ kind, apiVersion }: Record<string, unknown>, blame: Blame): Fault[] {
  if (apiVersion === 'v1' || (kind === undefined && apiVersion === undefined)) return [];
  const problem = apiVersion === undefined ? 'is missing' : `${JSON.stringify(apiVersion)} is not valid`;
  return [blame(['apiVersion'], 'value', problem, "it must be v1, a ConfigMap's")];
}

const keyPattern = new RegExp(configKeyPattern);

function keyFaults(key: string, blame: Blame): Fault[] {
  const reserved = key === '.' || key.startsWith('..');
  if (keyPattern.test(key) && !reserved && key.length <= nameLimit) return [];
  return [
    blame(
      [],
      'key',
      "is no ConfigMap's key",
      `it must be 1 to ${nameLimit} letters, digits, -, _ and ., without .. before them; queue: holds any name`,
    ),
  ];
}

function isInside({ path }: TextFault, above: readonly (string | number)[]): boolean {
  return above.every((step, index) => path[index] === step);
}
