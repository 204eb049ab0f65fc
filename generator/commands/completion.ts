import { Argument, type Command } from 'commander';
import { completed } from '../completion/completed.ts';
import { localCommand } from '../completion/local.ts';
import { redriveCommand } from '../completion/redrive.ts';
import { statusCommand } from '../completion/status.ts';
import { commands } from './commands.ts';
import { ResultCommand } from './resultCommand.ts';

const shells = {
  bash: async () => (await import('../completion/bash.ts')).bashCompletion,
  zsh: async () => (await import('../completion/zsh.ts')).zshCompletion,
  fish: async () => (await import('../completion/fish.ts')).fishCompletion,
} as const;

const help = `
Put it where your shell looks for it:
  bash  event-jobs completion bash > ~/.local/share/bash-completion/completions/event-jobs, with the package bash-completion;
        without it, in ~/.bashrc: source <(event-jobs completion bash)
  zsh   event-jobs completion zsh > DIR/_event-jobs, where DIR is in $fpath before compinit
  fish  event-jobs completion fish > ~/.config/fish/completions/event-jobs.fish`;

export function command(): Command {
  return new ResultCommand('completion')
    .description('Print what makes a shell complete commands, flags and their values.')
    .addArgument(new Argument('<shell>', 'whose').choices(Object.keys(shells)))
    .addHelpText('after', help)
    .action(async (shell: keyof typeof shells) => {
      const [script, all] = [await shells[shell](), await allCommands()];
      process.stdout.write(script(all));
    });
}

async function allCommands() {
  const own = await Promise.all(Object.entries(commands).map(async ([name, load]) => completed(name, (await load()).command())));
  const others = [completed('local', localCommand()), completed('redrive', redriveCommand()), completed('status', statusCommand())];
  return [...own, ...others].sort((one, other) => (one.name < other.name ? -1 : 1));
}
