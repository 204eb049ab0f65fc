import { type Fault, inOrder } from '../fault.ts';
import { generate } from '../generate.ts';
import type { Source } from '../input/source.ts';
import { namedSettings, settingName } from '../namedSettings.ts';
import { printed } from '../output/printer.ts';
import type { Settings } from '../settings.ts';
import { settingsTable } from '../settingsTable.ts';
import { stepsOf } from '../steps.ts';
import { importedEntry } from './entry.ts';
import { generateSettings } from './nextSteps.ts';
import type { PredecessorConfigMap, PredecessorSetting } from './predecessor.ts';
import { readPredecessor } from './read.ts';

export interface Imported {
  /** A stream of ConfigMaps. */
  text: string;
  /** What is no longer as it was, each with its place. */
  changes: Fault[];
  settings: PredecessorSetting[];
  /** Where the entries' Jobs run. */
  namespaces: string[];
}

/** What the predecessor was configured by, as ConfigMaps that generate takes; or all that is wrong. Reads no file and no environment. */
export async function importPredecessor(sources: readonly Source[]): Promise<{ value: Imported } | { faults: Fault[] }> {
  const read = readPredecessor(sources);
  const made = read.configMaps.map(importedConfigMap);
  const { settings, faults: unset } = checkedSettings(read.settings);
  const generated = await generate(
    made.map(({ source }) => source),
    settings,
  );
  const faults = [
    ...read.faults,
    ...unset,
    ...made.flatMap((one) => one.faults),
    ...('faults' in generated ? generated.faults.map((fault) => atOrigin(fault, read.configMaps)) : []),
    ...(read.configMaps.length === 0 && read.faults.length === 0 ? [noEntries(sources)] : []),
  ];
  if ('faults' in generated || faults.length > 0) return { faults: inOrder(faults) };
  const text = made.map(({ source }) => source.text).join('---\n');
  const changes = inOrder([...read.changes, ...made.flatMap((one) => one.changes)]);
  const entries = generated.value.parts.filter(({ jobName }) => jobName !== undefined);
  return { value: { text, changes, settings: read.settings, namespaces: entries.map(({ namespace }) => namespace) } };
}

/** With the usual ones where they are wrong, so that all faults are told at once. */
function checkedSettings(given: readonly PredecessorSetting[]): { settings: Settings; faults: Fault[] } {
  const checked = namedSettings(generateSettings(given));
  if ('settings' in checked) return { settings: checked.settings, faults: [] };
  const faults = checked.wrong.flatMap(({ name, problem }) => {
    const { variable } = settingsTable.find(({ flag }) => settingName(flag) === name) ?? {};
    return given.filter((setting) => setting.variable === variable).map(({ blame }) => blame(problem));
  });
  return { ...(namedSettings(generateSettings([])) as { settings: Settings }), faults };
}

function noEntries([source]: readonly Source[]): Fault {
  const allowed = "the predecessor's ConfigMap of queues, or Helm values with configMap.jobs";
  return { file: source?.name ?? '', path: '', problem: 'there are no queue entries', allowed };
}

/** The source is as if live: nobody but generate reads its lines. */
function importedConfigMap({ name, namespace, file, entries }: PredecessorConfigMap) {
  const made = entries.map((entry) => ({ key: entry.key, ...importedEntry(entry) }));
  const data = Object.fromEntries(made.flatMap(({ key, entry }) => (entry ? [[key, printed(entry)]] : [])));
  const text = printed({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data });
  const source: Source = { name: file, text, live: true };
  return { source, changes: made.flatMap(({ changes }) => changes), faults: made.flatMap(({ faults }) => faults) };
}

/** What generate finds in an entry is told where the predecessor has it. */
function atOrigin(fault: Fault, configMaps: readonly PredecessorConfigMap[]): Fault {
  const [, , ...inside] = stepsOf(fault.path);
  for (const { name, namespace, entries } of configMaps) {
    const id = [namespace, name].filter((part) => part !== undefined).join('/');
    const origin = entries.find(({ key }) => `${id}/${key}` === fault.entry);
    if (origin) return origin.blame(inside, 'value', fault.problem, fault.allowed);
  }
  return fault;
}
