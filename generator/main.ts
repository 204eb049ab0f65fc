import { CommanderError } from 'commander';
import { ConfigError, faultText } from './fault.ts';
import { generate } from './generate.ts';
import { nameOf, readText } from './input.ts';
import { type GenerateOptions, generateCommand } from './options.ts';
import { writeDirectory } from './output/directory.ts';
import { goneNote, notes } from './output/notes.ts';
import { streamOf } from './output/stream.ts';
import { checkSettings } from './settings.ts';

function run(args: string[]): void {
  const { filename, output, ...given } = generateCommand().exitOverride().parse(args, { from: 'user' }).opts<GenerateOptions>();
  const settings = checkSettings(given);
  const made = generate(readText(filename), settings);
  if ('faults' in made) throw new ConfigError(made.faults.map((fault) => faultText(nameOf(filename), fault)).join('\n'));
  if (output === undefined) process.stdout.write(streamOf(made.value));
  const gone = output === undefined ? [] : writeDirectory(output, made.value).gone.map((name) => goneNote(output, name));
  for (const note of [...gone, ...notes(settings, made.value)]) console.error(note);
}

/** 0: done, or help was asked for; 2: something to put right; 1: not written, or a fault of event-jobs itself. */
function exitCode(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const plain = error instanceof ConfigError || (error instanceof Error && 'syscall' in error);
  console.error(plain ? error.message : error);
  return error instanceof ConfigError ? 2 : 1;
}

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exitCode = exitCode(error);
});

try {
  run(process.argv.slice(2));
} catch (error) {
  process.exitCode = exitCode(error);
}
