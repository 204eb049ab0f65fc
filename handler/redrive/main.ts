/** `event-jobs redrive`: arguments and environment in, exit code out. */
import { Argument, Command, Option } from 'commander';
import { endingCode, usageCode, voice } from '../operator/ending.ts';
import { kubeConfig, ownNamespace } from '../operator/kubeconfig.ts';
import { addBrokerOptions, addClusterOptions, brokerChoice, credentialsHelp, positive, type SharedOptions } from '../operator/options.ts';
import { userApi } from '../operator/userApi.ts';
import { brokers } from './brokers.ts';
import { checkOrder } from './order.ts';
import { redrive } from './redrive.ts';
import { newReport, summary } from './report.ts';

interface Options extends SharedOptions {
  readonly job?: string;
  readonly all?: boolean;
  readonly from: 'jobs' | 'dead-letters';
  readonly to: 'queue' | 'dead-letters';
  readonly deadLetterQueue?: string;
  readonly limit: number;
  readonly dryRun?: boolean;
}

const command = addBrokerOptions(addClusterOptions(new Command('event-jobs redrive')))
  .description('Puts messages whose Jobs have failed for good back into their queue, or dead letters.')
  .addArgument(new Argument('[jobName...]', "the entries' jobNames, in place of --job, --selector or --all"))
  .option('--job <name>', 'this one Job')
  .option('-l, --selector <selector>', "entries by their labels, as kubectl's")
  .option('--all', "all of the namespace's entries")
  .addOption(new Option('--from <place>', 'where the messages are').choices(['jobs', 'dead-letters']).default('jobs'))
  .addOption(
    new Option('--to <place>', 'where they go: the queue that each was pulled from, or the dead letters')
      .choices(['queue', 'dead-letters'])
      .default('queue'),
  )
  .option('--dead-letter-queue <name>', 'where the dead letters are, if the entry sends them to an exchange')
  .addOption(
    new Option('--limit <number>', 'stop after so many Jobs, or dead letters').argParser(positive).default(Number.POSITIVE_INFINITY, 'all'),
  )
  .option('--dry-run', 'say what would be done, and do nothing')
  .addOption(new Option('-o, --output <format>', 'the result on standard output, too').choices(['json']))
  .addHelpText('after', help())
  .exitOverride((end) => process.exit(usageCode(end)))
  .parse();

const say = voice('redrive');
endingCode(run(command.opts<Options>(), command.args), say).then((code) => process.exit(code));

async function run({ namespace, dryRun = false, output, ...options }: Options, names: readonly string[]): Promise<number> {
  checkOrder({ ...options, names });
  const config = kubeConfig(options);
  const choice = brokerChoice(options, process.env);
  const ask = await userApi(config);
  const reached = brokers(ask, choice);
  const report = newReport(dryRun);
  try {
    await redrive({ ...options, names, namespace: namespace ?? ownNamespace(config) }, { ask, brokers: reached, report, say });
  } finally {
    await reached.close();
  }
  say(summary(report, options.to));
  if (output === 'json') process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  return report.faults.length > 0 || (options.job !== undefined && report.left.length > 0) ? 1 : 0;
}

function help(): string {
  return `
Of Jobs only what has finally failed is touched: condition Failed, acknowledge: dispatch, of a batch the indexes that have not succeeded.
Each message is published and confirmed first, and its Job deleted after; a failed Job without a message is deleted. What was stopped is
taken up by the next run. Twice comes at most the message that the stop fell on, and what the broker took without its confirmation arriving.
Where a Job cannot be deleted once its message is back, no more of its entry are sent, and what to delete is said: the next run would send it again.
${credentialsHelp}
Exit codes: 0 done, 1 not all of it was done (run it again), 2 wrong usage, nothing was done.`;
}
