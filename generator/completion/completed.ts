import type { Argument, Command, Option } from 'commander';

/** What a shell has to know to complete a command. */
export interface Completed {
  name: string;
  does: string;
  options: CompletedOption[];
  /** What stands there without a flag. */
  argument: Value;
}

export interface CompletedOption {
  /** Such as `-f` and `--filename`. */
  flags: string[];
  means: string;
  /** What follows. */
  value: Value;
  /** The flag may stand alone. */
  optional: boolean;
  repeatable: boolean;
}

/** Nothing, a path, one of some words, or what no shell can know. */
export type Value = 'none' | 'file' | 'directory' | 'text' | readonly string[];

const help: CompletedOption = {
  flags: ['-h', '--help'],
  means: 'display help for command',
  value: 'none',
  optional: false,
  repeatable: false,
};

export function completed(name: string, command: Command): Completed {
  const options = command.options.filter(({ hidden }) => !hidden).map(completedOption);
  const [argument] = command.registeredArguments;
  return { name, does: command.description(), options: [...options, help], argument: argument ? argumentValue(argument) : 'none' };
}

function completedOption(option: Option): CompletedOption {
  const { short, long, description, optional } = option;
  const flags = [short, long].filter((flag) => flag !== undefined);
  return { flags, means: description, value: optionValue(option), optional, repeatable: /repeatable$/.test(description) };
}

/** By the word between the brackets: `-f, --filename <path>`. */
function optionValue({ flags, argChoices, optional }: Option): Value {
  const [, word] = /[<[](.+)[>\]]$/.exec(flags) ?? [];
  if (word === undefined) return 'none';
  return argChoices ?? (optional ? ['true', 'false'] : byName(word));
}

function argumentValue(argument: Argument): Value {
  return argument.argChoices ?? byName(argument.name());
}

function byName(name: string): Value {
  if (/^(?:files?|path)$/.test(name)) return 'file';
  return /^(?:directory|folder)$/.test(name) ? 'directory' : 'text';
}
