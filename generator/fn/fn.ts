import { posix } from 'node:path';
import { type Fault, faultText } from '../fault.ts';
import { generate, type Manifests } from '../generate.ts';
import { notes } from '../output/notes.ts';
import { placeOf } from './annotations.ts';
import { type FunctionConfig, readFunctionConfig } from './functionConfig.ts';
import { merged } from './merge.ts';
import { printResourceList, type ResourceList, readResourceList } from './resourceList.ts';
import { drainingResult, faultResult, noteResult, type Result } from './result.ts';
import { nameOf, type ObjectSource, type ReadFiles, readSources } from './sources.ts';

export interface Ran {
  /** The list with what was generated; or as it came, where something is wrong. Either way with the results. */
  output: string;
  /** For those who see no results: all of them, one line each. */
  said: string[];
  failed: boolean;
}

/** A ResourceList to a ResourceList. Throws a ConfigError where the text is none. */
export async function runFunction(text: string, read: ReadFiles): Promise<Ran> {
  const list = readResourceList(text);
  const { functionConfig } = list;
  const configSource = { name: nameOf(functionConfig), text: '', object: functionConfig };
  const reading = readFunctionConfig(functionConfig);
  if ('faults' in reading)
    return refused(
      list,
      reading.faults.map((fault) => ({ ...fault, file: configSource.name })),
      [configSource],
    );
  const { config } = reading;
  const { sources, faults } = await readSources(list, config, read);
  const made = await generate(sources, config.settings);
  if ('value' in made && faults.length === 0) return done(list, made.value, config, sources);
  const all = [...faults, ...('faults' in made ? made.faults : [])];
  return refused(
    list,
    all.map((fault) => (fault.file === configSource.name ? inEntries(fault) : fault)),
    sources,
  );
}

/** What a ConfigMap has as its data. */
function inEntries(fault: Fault): Fault {
  return { ...fault, path: fault.path.replace(/^data\b/, 'spec.entries') };
}

function refused(list: ResourceList, faults: readonly Fault[], sources: readonly ObjectSource[]): Ran {
  const results = faults.map((fault) => faultResult(fault, sources.find(({ name }) => name === fault.file)?.object));
  return { output: printResourceList(list, list.items, results), said: faults.map(faultText), failed: true };
}

function done(list: ResourceList, manifests: Manifests, config: FunctionConfig, sources: readonly ObjectSource[]): Ran {
  const { items, draining } = merged(list.items, manifests, directoryBeside(sources), config.prune);
  const results: Result[] = [...draining.map(drainingResult), ...notes(config.settings, manifests).map(noteResult)];
  return { output: printResourceList(list, items, results), said: results.map(({ message }) => message), failed: false };
}

/** Beside the file that the entries are in. */
function directoryBeside([source]: readonly ObjectSource[]): string {
  const path = source?.object === undefined ? source?.name : placeOf(source.object)?.path;
  return posix.join(posix.dirname(path ?? '.'), 'generated');
}
