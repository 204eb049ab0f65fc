import type { Completed, CompletedOption, Value } from './completed.ts';

export function fishCompletion(commands: readonly Completed[]): string {
  const first = 'complete --command event-jobs';
  const lines = commands.flatMap((command) => [
    `${first} --condition __fish_use_subcommand --arguments ${command.name} --description ${quoted(command.does)}`,
    ...command.options.map((option) => `${first} --condition ${inside(command)} ${optionPart(option)}`),
    ...(command.words.length > 0 ? [`${first} --condition ${inside(command)} --arguments ${quoted(command.words.join(' '))}`] : []),
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
  if (value === 'file') return ['--require-parameter --force-files'];
  if (value === 'directory') return ["--exclusive --arguments '(__fish_complete_directories)'"];
  return [...(optional ? [] : ['--exclusive']), ...(value === 'text' ? [] : [`--arguments ${quoted(value.join(' '))}`])];
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
