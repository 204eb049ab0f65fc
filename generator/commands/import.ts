import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { ConfigError, faultText } from '../fault.ts';
import { differences } from '../import/differences.ts';
import { importPredecessor } from '../import/import.ts';
import { nextSteps } from '../import/nextSteps.ts';
import { readFiles } from '../input/files.ts';
import { ResultCommand } from './resultCommand.ts';

interface Options {
  filename: string[];
  output?: string;
}

export function command(): Command {
  return new ResultCommand('import')
    .description("Turn the predecessor's configuration into a ConfigMap for this, and say what changes.")
    .requiredOption(
      '-f, --filename <path>',
      "the predecessor's ConfigMap, Helm values or Deployment, or a directory; - is standard input; repeatable",
      collect,
    )
    .option('-o, --output <file>', 'write the ConfigMap there, where nothing is yet, instead of to standard output')
    .addHelpText('after', help)
    .action(run);
}

const help = `
Nothing that is a credential is printed or written. What changes is said on standard error, a line each, with its place.

Examples:
  event-jobs import -f values.yaml -o configmap.yaml
  kubectl get configmap event-job-provisioner-configs --output yaml | event-jobs import -f - > configmap.yaml`;

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

async function run({ filename, output }: Options): Promise<void> {
  const { sources, faults } = await readFiles(filename, false);
  const made = sources.length > 0 ? await importPredecessor(sources) : { faults: [] };
  const all = [...faults, ...('faults' in made ? made.faults : [])];
  if (!('value' in made) || all.length > 0) throw new ConfigError(all.map(faultText).join('\n'));
  const { text, changes, settings, namespaces } = made.value;
  if (output === undefined) process.stdout.write(text);
  else writeNew(output, text);
  const next = nextSteps(output ?? 'configmap.yaml', settings, namespaces).map((line) => `  ${line}`);
  console.error([...changes.map(faultText), ...differences.map((one) => `every entry: ${one}`), '', 'Next:', ...next].join('\n'));
}

function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new ConfigError(`${file}: is there already, and nothing is overwritten`, { cause });
  }
}
