import { type Command, Option } from 'commander';
import { type Allowance, parseAllowance } from '../entry/foreignNamespaces.ts';
import { ConfigError } from '../fault.ts';

/** Gives a command the options that say where its ConfigMaps come from. */
export function addInput(command: Command): Command {
  return command
    .option(
      '-f, --filename <path>',
      'a file of ConfigMaps, as YAML or JSON, or a directory of such files; - is standard input; repeatable',
      collect,
    )
    .option('-R, --recursive', 'read the directories below a directory, too')
    .option('--live', 'read the ConfigMap from a cluster')
    .option('-A, --all-namespaces', 'with --live: all ConfigMaps with the label event-jobs.goci.io/config: "true", in whatever namespace')
    .option('--context <name>', 'with --live: of the kubeconfig, in place of its current context')
    .option('--kubeconfig <file>', 'with --live: in place of $KUBECONFIG and ~/.kube/config')
    .addOption(
      new Option(
        '--allow-namespace <from:to>',
        'with --live: ConfigMaps in namespace FROM may have entries that run in TO; * is any namespace; repeatable',
      ).argParser(collect),
    );
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

export interface LiveInput {
  allNamespaces: boolean;
  context?: string;
  kubeconfig?: string;
  allowed: Allowance[];
}

/** Files, or a cluster; never both. */
export type Input = { files: string[]; recursive: boolean } | { live: LiveInput };

interface InputOptions {
  filename?: string[];
  recursive?: boolean;
  live?: boolean;
  allNamespaces?: boolean;
  context?: string;
  kubeconfig?: string;
  allowNamespace?: string[];
}

/** Of a parsed command. Throws a ConfigError where the options do not go together. */
export function inputOf(command: Command): Input {
  const options = command.opts<InputOptions>();
  const { filename, recursive = false, live = false } = options;
  if (filename !== undefined && live) throw new ConfigError('-f and --live: one of the two, files or a cluster');
  if (live && recursive) throw new ConfigError('--recursive is of -f, and not of --live');
  if (live) return { live: liveInput(options) };
  const only = (['allNamespaces', 'context', 'kubeconfig', 'allowNamespace'] as const).filter((name) => options[name] !== undefined);
  const flags = only.map((name) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  if (only.length > 0) throw new ConfigError(`${flags.join(', ')}: only with --live`);
  if (filename === undefined)
    throw new ConfigError('nothing to read: -f FILE (a directory, or - for standard input), or --live for the ConfigMap in a cluster');
  return { files: filename, recursive };
}

function liveInput({ allNamespaces = false, context, kubeconfig, allowNamespace = [] }: InputOptions): LiveInput {
  const allowed = allowNamespace.map(parseAllowance);
  return { allNamespaces, allowed, ...(context !== undefined && { context }), ...(kubeconfig !== undefined && { kubeconfig }) };
}
