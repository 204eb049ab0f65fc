import type { Command } from 'commander';
import { ConfigError } from '../fault.ts';
import { givenOf } from '../options.ts';
import { type ConfigMapName, configMapName, mayBeOne } from '../output/configMapName.ts';
import { index } from '../output/fileName.ts';
import { type Header, readHeader } from '../output/header.ts';
import type { Present } from '../output/plan.ts';
import { asGiven, checkSettings, type Settings } from '../settings.ts';

/**
 * What a directory was generated with, and over it the flags of this command line: they show what another setting would change. A shell's
 * environment changes nothing. Throws a ConfigError where nothing is recorded.
 */
export function recordedHeader(directory: string, { owned }: Present, command: Command): Header {
  const text = owned.get(index);
  const header = text === undefined ? undefined : readHeader(text);
  if (header === undefined) {
    const problem =
      text === undefined ? `has no ${index} of event-jobs generate` : `has a ${index} of an earlier version, without settings`;
    throw new ConfigError(`${directory}: ${problem}; event-jobs generate -o ${directory} writes it, with the settings to check by`);
  }
  const flags = Object.entries(givenOf(command).settings).filter(([name]) => command.getOptionValueSource(name) === 'cli');
  const scopeIsConfigMaps = header.scopeIsConfigMaps && !flags.some(([name]) => name === 'kubernetesJobScope');
  return { ...header, scopeIsConfigMaps, settings: checkSettings({ ...asGiven(header.settings), ...Object.fromEntries(flags) }) };
}

/** Which one `--live` reads: what this command line says of it, else what the directory does. */
export function liveConfigMap(command: Command, header: Header | undefined, { podNamespace }: Settings): Required<ConfigMapName> {
  const isFlag = (option: string) => command.getOptionValueSource(option) === 'cli';
  const [recorded] = header?.configMaps ?? [];
  if (recorded === undefined || isFlag('configMapName')) return { name: givenOf(command).configMapName, namespace: podNamespace };
  const { name, namespace = podNamespace } = configMapName(recorded);
  return { name, namespace: isFlag('podNamespace') ? podNamespace : namespace };
}

/** A cluster says the namespace of a ConfigMap whose file may say none: that alone is no difference. */
export function asRecorded(made: string[], recorded: readonly string[]): string[] {
  const all = (these: readonly string[], those: readonly string[]) => these.every((one) => those.some((other) => mayBeOne(one, other)));
  return all(made, recorded) && all(recorded, made) ? [...recorded] : made;
}
