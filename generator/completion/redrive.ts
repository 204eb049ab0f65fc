import { Argument, Command, Option } from 'commander';
import { withSharedOptions } from './operator.ts';

/** `event-jobs redrive` is the other half's: only its flags are known here, and a test compares them with its help. */
export function redriveCommand(): Command {
  return withSharedOptions(new Command('redrive'))
    .description('Put messages whose Jobs have failed for good, or dead letters, back into their queue.')
    .addArgument(new Argument('[jobName...]'))
    .option('--job <name>', 'this one Job')
    .option('--all', "all of the namespace's entries")
    .addOption(new Option('--from <place>', 'where the messages are').choices(['jobs', 'dead-letters']))
    .addOption(
      new Option('--to <place>', 'where they go: the queue that each was pulled from, or the dead letters').choices([
        'queue',
        'dead-letters',
      ]),
    )
    .option('--dead-letter-queue <name>', 'where the dead letters are, if the entry sends them to an exchange')
    .option('--limit <number>', 'stop after so many Jobs, or dead letters')
    .option('--dry-run', 'say what would be done, and do nothing')
    .addOption(new Option('-o, --output <format>', 'the result on standard output, too').choices(['json']));
}
