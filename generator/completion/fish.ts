import type { Completed, CompletedOption, Value } from './completed.ts';

export function fishCompletion(commands: readonly Completed[]): string {
  const first = 'complete --command event-jobs';
  const lines = commands.flatMap((command) => [
    `${first} --condition __fish_use_subcommand --arguments ${command.name} --description ${quoted(command.does)}`,
    ...command.options.map((option) => `${first} --condition ${inside(command)} ${optionPart(option)}`),
    ...(command.argument === 'none' ? [] : [`${first} --condition ${inside(command)} ${argumentPart(command.argument)}`]),
  ]);
  return `# fish completion for event-jobs\n${[`${first} --no-files`, ...lines].join('\n')}\n`;
}

function inside({ name }: Completed): string {
  return quoted(`__fish_seen_subcommand_from ${name}`);
}

function optionPart({ flags, means, value, optional }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `--long-option ${flag.slice(2)}` : `--short-option ${flag.slice(1)}`));
  return [...names, `--description ${quoted(means)}`, ...argument(value, optional)].join(' ');
}

function argument(value: Value, optional: boolean): string[] {
  if (value === 'none') return [];
  if (value === 'file') return ['--require-parameter', argumentPart(value)];
  return [...(optional ? [] : ['--exclusive']), argumentPart(value)];
}

function argumentPart(value: Value): string {
  if (value === 'none' || value === 'text') return '';
  if (value === 'file') return '--force-files';
  return `--arguments ${quoted(value === 'directory' ? '(__fish_complete_directories)' : value.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
