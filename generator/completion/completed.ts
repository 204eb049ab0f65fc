import type { Command, Option } from 'commander';

/** What a shell has to know to complete a command. */
export interface Completed {
  name: string;
  does: string;
  options: CompletedOption[];
  /** What may stand there without a flag. */
  words: readonly string[];
}

export interface CompletedOption {
  /** Such as `-f` and `--filename`. */
  flags: string[];
  means: string;
  value: Value;
  /** The flag may stand alone. */
  optional: boolean;
  repeatable: boolean;
}

/** What follows a flag: nothing, a path, one of some words, or what no shell can know. */
export type Value = 'none' | 'file' | 'directory' | 'text' | readonly string[];

export function completed(name: string, command: Command): Completed {
  const options = command.options.filter(({ hidden }) => !hidden).map(completedOption);
  const help = { flags: ['-h', '--help'], means: 'display help for command', value: 'none', optional: false, repeatable: false } as const;
  const words = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  return { name, does: command.description(), options: [...options, { ...help, flags: [...help.flags] }], words };
}

function completedOption(option: Option): CompletedOption {
  const { short, long, description, optional } = option;
  const flags = [short, long].filter((flag) => flag !== undefined);
  return { flags, means: description, value: placeholder(option), optional, repeatable: /repeatable$/.test(description) };
}

/** By the word between the brackets: `-f, --filename <path>`. */
function placeholder({ flags, argChoices, optional }: Option): Value {
  const [, word] = /[<[](.+)[>\]]$/.exec(flags) ?? [];
  if (word === undefined) return 'none';
  if (argChoices) return argChoices;
  if (optional) return ['true', 'false'];
  if (['file', 'path'].includes(word)) return 'file';
  return ['directory', 'folder'].includes(word) ? 'directory' : 'text';
}
