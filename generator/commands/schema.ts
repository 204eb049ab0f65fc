import { Argument, type Command } from 'commander';
import { schemas } from '../schema/schemas.ts';
import { ResultCommand } from './resultCommand.ts';

const names = Object.keys(schemas) as (keyof typeof schemas)[];

export function command(): Command {
  return new ResultCommand('schema')
    .description('Print the JSON Schema (draft-07) that editors and validators check queue entries by.')
    .addArgument(new Argument('[of]', 'what it is the schema of').choices(names).default('entry'))
    .addHelpText('after', help())
    .action((of: keyof typeof schemas) => {
      process.stdout.write(`${JSON.stringify(schemas[of].schema(), null, 2)}\n`);
    });
}

function help(): string {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  return `
${names.map((name) => `  ${name.padEnd(width)}${schemas[name].does}`).join('\n')}

The first line of a file tells editors that have the YAML language server (VS Code's YAML extension, Neovim, Emacs, ...) its schema:
  # yaml-language-server: $schema=entry.json

Examples:
  event-jobs schema > entry.json
  event-jobs schema data > data.json`;
}
