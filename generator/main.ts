/** `event-jobs COMMAND`: arguments in, exit code out. 0: done; 1: not so, not written, or a fault of event-jobs itself; 2: something to put right. */
import { CommanderError } from 'commander';
import { commands } from './commands/commands.ts';
import type { ResultCommand } from './commands/resultCommand.ts';
import { Failure } from './failure.ts';
import { ConfigError } from './fault.ts';

async function run([name = '', ...args]: string[]): Promise<number> {
  const { command } = (await commands[name]?.()) ?? {};
  if (command === undefined) throw new ConfigError(`event-jobs: unknown command: ${name}`);
  const made = command().name(`event-jobs ${name}`).allowExcessArguments(false).exitOverride();
  made.showHelpAfterError(`(event-jobs ${name} --help says what it takes)`);
  await made.parseAsync(args, { from: 'user' });
  return (made as Partial<ResultCommand>).result ?? 0;
}

function exitCode(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const plain = error instanceof ConfigError || error instanceof Failure || (error instanceof Error && 'syscall' in error);
  console.error(plain ? error.message : error);
  return error instanceof ConfigError ? 2 : 1;
}

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exitCode = exitCode(error);
});

// No await: its bundle is CommonJS, which has none at the top.
run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode ??= code;
  },
  (error) => {
    process.exitCode = exitCode(error);
  },
);
