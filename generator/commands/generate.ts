import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { ConfigError, faultText } from '../fault.ts';
import { generate, type Manifests } from '../generate.ts';
import { readInput } from '../input/input.ts';
import { addInput, inputOf } from '../input/options.ts';
import { addSettings, givenOf, otherSettingsNotes } from '../options.ts';
import { notes } from '../output/notes.ts';
import type { PlanOptions } from '../output/plan.ts';
import { piecesOf } from '../output/stream.ts';
import { checkSettings } from '../settings.ts';
import { ResultCommand } from './resultCommand.ts';

interface OutputOptions {
  output?: string;
  prune?: boolean;
}

export function command(): Command {
  const command = new ResultCommand('generate').description('Turn ConfigMaps of queue entries into KEDA ScaledJobs and what they need.');
  addInput(command)
    .option('-o, --output <directory>', 'write one file per entry and a kustomization.yaml there, instead of all to standard output')
    .option('--prune', 'with --output: delete the files of entries that are gone, instead of keeping them as paused and draining');
  return addSettings(command).action((options: OutputOptions) => run(command, options));
}

async function run(command: Command, { output, prune = false }: OutputOptions): Promise<void> {
  if (prune && output === undefined) throw new ConfigError('--prune: only with --output');
  const input = inputOf(command);
  const { settings: given, configMapName: name, scopeIsGiven } = givenOf(command);
  const settings = checkSettings(given);
  const live = 'live' in input ? input.live : undefined;
  const rules = { scopeIsConfigMaps: live?.allNamespaces === true && !scopeIsGiven, ...(live && { allowed: live.allowed }) };
  const read = await readInput(input, { name, namespace: settings.podNamespace });
  const made = read.sources.length > 0 ? await generate(read.sources, settings, rules) : { faults: [] };
  const faults = [...read.faults, ...('faults' in made ? made.faults : [])];
  if (!('value' in made) || faults.length > 0) throw new ConfigError(faults.map(faultText).join('\n'));
  const said = await write(made.value, output, { settings, allowed: [], ...rules, prune });
  for (const note of [...said, ...notes(settings, made.value), ...otherSettingsNotes(process.env)]) console.error(note);
}

/** Returns what is to be said of it. */
async function write(manifests: Manifests, output: string | undefined, options: PlanOptions): Promise<string[]> {
  if (output === undefined) {
    // What goes wrong there is main's to say.
    await pipeline(piecesOf(manifests), process.stdout, { end: false }).catch(() => undefined);
    return [];
  }
  const { writeDirectory } = await import('../output/directory.ts');
  const { goneNotes, settingsNotes, summary } = await import('../output/directoryNotes.ts');
  const written = writeDirectory(output, manifests, options);
  return [...settingsNotes(output, written), ...goneNotes(output, written), summary(output, written)];
}
