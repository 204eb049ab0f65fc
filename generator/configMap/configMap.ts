import type { Entry } from '../entry/entry.ts';
import { configKeyPattern, configMapNameLimit, dnsSubdomainPattern, nameLimit } from '../entry/names.ts';
import { problemsOf } from '../entry/validate.ts';
import { type Fault, inOrder, pathText, type Step } from '../fault.ts';
import { locateIn } from './dataText.ts';
import { lines, parseYaml, type TextFault, type YamlText } from './yamlText.ts';

/** Makes a fault of something at a path of a text, or at its key. */
type Blame = (path: readonly Step[], part: 'key' | 'value', problem: string, allowed?: string) => Fault;

export interface ConfigMapEntry {
  key: string;
  entry: Entry;
  blame: Blame;
}

export interface ConfigMap {
  name: string;
  entries: ConfigMapEntry[];
}

export type Read<T> = { value: T } | { faults: Fault[] };

/** The ConfigMap, or all that is wrong with it and its entries. */
export function readConfigMap(text: string): Read<ConfigMap> {
  const locate = lines(text);
  const outer = parseYaml(text, locate);
  const blame = blamer(outer, []);
  const shape = outer.syntax.length > 0 ? textFaults(outer.syntax, []) : shapeFaults(outer.value, blame);
  if (shape.length > 0) return { faults: inOrder(shape) };
  const { metadata, data = {} } = outer.value as { metadata: { name: string }; data?: Record<string, unknown> };
  const fileLines = text.split(/\r?\n/);
  const read = Object.entries(data).map(([key, value]) => {
    if (typeof value !== 'string')
      return { faults: [blame(['data', key], 'value', 'is not text', 'put | after the colon: an entry is a text')] };
    return readEntry(key, parseYaml(value, locateIn(outer.node(['data', key]), fileLines, locate)));
  });
  const keys = Object.keys(data).flatMap((key) => keyFaults(key, blame));
  const faults = [...textFaults(outer.doubtful, []), ...keys, ...read.flatMap((one) => ('faults' in one ? one.faults : []))];
  if (faults.length > 0) return { faults: inOrder(faults) };
  return { value: { name: metadata.name, entries: read.flatMap((one) => ('value' in one ? [one.value] : [])) } };
}

function readEntry(key: string, inner: YamlText): Read<ConfigMapEntry> {
  const blame = blamer(inner, ['data', key]);
  if (inner.syntax.length > 0) return { faults: textFaults(inner.syntax, ['data', key]) };
  const problems = problemsOf(inner.value).map((one) => blame(one.path, one.part, one.problem, one.allowed));
  const doubtful = textFaults(inner.doubtful, ['data', key]).filter((one) => !problems.some((other) => samePlace(one, other)));
  const faults = [...problems, ...doubtful];
  return faults.length > 0 ? { faults } : { value: { key, entry: inner.value as Entry, blame } };
}

/** What kubectl would not take for a ConfigMap, or would silently leave out. */
function shapeFaults(value: unknown, blame: Blame): Fault[] {
  const map = mapOf(value);
  if (map?.kind !== 'ConfigMap' || map.apiVersion !== 'v1')
    return [blame([], 'value', 'is no ConfigMap', 'one document with apiVersion: v1 and kind: ConfigMap')];
  const known = ['apiVersion', 'kind', 'metadata', 'data', 'immutable'];
  const unknown = Object.keys(map).filter((key) => !known.includes(key));
  return [
    ...unknown.map((key) => blame([key], 'key', 'is not read', `allowed: ${known.join(', ')}`)),
    ...nameFaults(mapOf(map.metadata)?.name, blame),
    ...(map.data === undefined || mapOf(map.data) ? [] : [blame(['data'], 'value', 'is no map', 'one key per queue')]),
  ];
}

/** Shared objects bear the ConfigMap's name and a suffix. */
function nameFaults(name: unknown, blame: Blame): Fault[] {
  if (typeof name === 'string' && new RegExp(dnsSubdomainPattern).test(name) && name.length <= configMapNameLimit) return [];
  const problem = name === undefined ? 'is missing' : `${JSON.stringify(name)} is not valid`;
  return [blame(['metadata', 'name'], 'value', problem, `it must be a DNS subdomain of at most ${configMapNameLimit} characters`)];
}

function keyFaults(key: string, blame: Blame): Fault[] {
  if (new RegExp(configKeyPattern).test(key) && key.length <= nameLimit) return [];
  return [
    blame(['data', key], 'key', "is no ConfigMap's key", `it must be 1 to ${nameLimit} letters, digits, -, _ and .; queue: holds any name`),
  ];
}

function mapOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

function blamer(text: YamlText, above: readonly Step[]): Blame {
  return (path, part, problem, allowed) => ({ ...text.place(path, part), path: pathText([...above, ...path]), problem, allowed });
}

function textFaults(faults: readonly TextFault[], above: readonly Step[]): Fault[] {
  return faults.map((fault) => ({ ...fault, path: pathText([...above, ...fault.path]) }));
}

function samePlace(one: Fault, other: Fault): boolean {
  return one.line === other.line && one.column === other.column;
}
