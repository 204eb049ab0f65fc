import { type Fault, inOrder, placeText } from '../fault.ts';
import type { Source } from '../input/source.ts';
import { textFault } from './blame.ts';
import { type ConfigMap, readConfigMap } from './configMap.ts';
import { type Locate, lines } from './lines.ts';
import { isGenerated, isLabelled, nameOf } from './metadata.ts';
import { type KubernetesObject, objectsIn } from './objects.ts';
import { texts } from './stream.ts';
import type { Reader, YamlText } from './yamlText.ts';

/** Both, as what is fine goes on to the checks between entries: all faults are told at once. */
export interface Reading {
  configMaps: ConfigMap[];
  faults: Fault[];
  /** ConfigMaps that lack the label that others bear, as `FILE: ConfigMap NAME`. */
  passedOver: string[];
}

/**
 * The ConfigMaps of all sources: of streams of several documents, and inside of Lists; other kinds are passed over, and so is what
 * event-jobs itself generated. Where any ConfigMap bears the label event-jobs.goci.io/config: "true", only those that bear it are read,
 * else all are.
 */
export function readConfigMaps(given: readonly Source[], read: Reader): Reading {
  const sources = given.map(unmarked);
  const documents = sources.flatMap((source) => documentsOf(source, read));
  const broken = documents.filter(({ text }) => text.value === undefined);
  const syntax = broken.flatMap(({ file, text }) => text.faults.map((one) => textFault(one, { file, above: [] })));
  const controls = sources.flatMap(controlFaults);
  const objects = documents.flatMap(({ text, file }) => objectsIn(text, file));
  const all = objects.filter(({ kind, value }) => kind === 'ConfigMap' && !isGenerated(value));
  if (all.length + syntax.length + controls.length === 0)
    return { configMaps: [], faults: noneFaults(sources, documents, objects), passedOver: [] };
  const labelled = all.filter(({ value }) => isLabelled(value));
  const unlabelled = labelled.length > 0 ? all.filter((one) => !labelled.includes(one)) : [];
  const passedOver = unlabelled.map(({ file, value }) => `${file}: ConfigMap ${nameOf(value)}`);
  const readings = (labelled.length > 0 ? labelled : all).map((one) => readConfigMap(one, read));
  const configMaps = readings.map(({ configMap }) => configMap);
  const faults = [...controls, ...syntax, ...readings.flatMap(({ faults }) => faults), ...twice(configMaps)];
  return { configMaps, faults: inOrder(bySource(faults, sources)), passedOver };
}

/** Editors show no byte order mark, nor count it. */
function unmarked(source: Source): Source {
  return source.text.startsWith('\ufeff') ? { ...source, text: source.text.slice(1) } : source;
}

function documentsOf({ name: file, text, live = false }: Source, read: Reader): { file: string; text: YamlText }[] {
  const locate: Locate = live ? () => undefined : lines(text);
  return texts(text).flatMap(({ piece, start }) => read(piece, (offset) => locate(start + offset)).map((one) => ({ file, text: one })));
}

/** No YAML reader takes them as they are; only the first, as a file that is full of them is no text at all. */
function controlFaults({ name: file, text, live }: Source): Fault[] {
  const [control] = /[^\P{Cc}\t\n\r\u007f-\u009f]/u.exec(text) ?? [];
  if (control === undefined) return [];
  const place = live ? {} : lines(text)(text.indexOf(control));
  const name = `U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  return [
    { file, ...place, path: '', problem: `holds the control character ${name}`, allowed: 'in double quotes there are escapes for it' },
  ];
}

const unkind = 'something without a kind';

function noneFaults([source, ...others]: readonly Source[], documents: readonly object[], objects: readonly KubernetesObject[]): Fault[] {
  if (!source) return [];
  const said = [...new Set(objects.map(({ kind }) => kind || unkind))].join(', ');
  const kinds = said || (documents.length > 0 ? unkind : 'nothing');
  const problem = others.length === 0 ? `holds ${kinds} and no ConfigMap` : `and ${others.length} more hold ${kinds} and no ConfigMap`;
  const place = source.live ? {} : { line: 1, column: 1 };
  return [{ file: source.name, ...place, path: '', problem, allowed: 'a ConfigMap has apiVersion: v1 and kind: ConfigMap' }];
}

function bySource(faults: readonly Fault[], sources: readonly Source[]): Fault[] {
  const groups = Map.groupBy(faults, ({ file }) => file);
  return sources.flatMap(({ name }) => groups.get(name) ?? []);
}

function twice(configMaps: readonly ConfigMap[]): Fault[] {
  const groups = Map.groupBy(configMaps, ({ namespace, name }) => `${name}${namespace === undefined ? '' : ` in namespace ${namespace}`}`);
  return [...groups].flatMap(([name, [first, ...others]]) =>
    others.map(({ blame }) => {
      const { file = '', line } = first?.blame(['metadata', 'name'], 'value', '') ?? {};
      return blame(['metadata', 'name'], 'value', `ConfigMap ${name} is also in ${placeText(file, line)}`, 'each once');
    }),
  );
}
