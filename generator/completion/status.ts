import { Argument, Command, Option } from 'commander';
import { withSharedOptions } from './operator.ts';

/** `event-jobs status` is the other half's, too. */
export function statusCommand(): Command {
  return withSharedOptions(new Command('status'))
    .description('Show how entries are doing: their queues, Jobs, dead letters, and what keeps them from working.')
    .addArgument(new Argument('[jobName...]'))
    .option('-A, --all-namespaces', 'in all namespaces')
    .option('--no-broker', 'ask the cluster alone')
    .option('--management-url <url>', "the broker's management API, which alone tells unacknowledged messages")
    .addOption(new Option('-o, --output <format>', 'in place of the table').choices(['json']))
    .option('-w, --watch', 'show it again whenever it changes, until Ctrl-C')
    .option('--interval <seconds>', 'with --watch: between two looks');
}
