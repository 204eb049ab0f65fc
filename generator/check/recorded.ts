import type { Command } from 'commander';
import { ConfigError } from '../fault.ts';
import { givenOf } from '../options.ts';
import { index } from '../output/fileName.ts';
import { type Header, readHeader } from '../output/header.ts';
import type { Present } from '../output/plan.ts';
import { asGiven, checkSettings } from '../settings.ts';

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
