/** `event-jobs status`: arguments and environment in, exit code out. */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { endingCode, usageCode, voice } from '../operator/ending.ts';
import { kubeConfig, ownNamespace } from '../operator/kubeconfig.ts';
import type { Scope } from '../operator/objects.ts';
import { addBrokerOptions, addClusterOptions, brokerChoice, credentialsHelp, positive, type SharedOptions } from '../operator/options.ts';
import { selectorOf } from '../operator/selector.ts';
import { userApi } from '../operator/userApi.ts';
import { Refusal } from '../refusal.ts';
import { counting, uncounted } from './counts.ts';
import { type Look, look } from './look.ts';
import { text } from './text.ts';
import { watch } from './watch.ts';

interface Options extends SharedOptions {
  readonly allNamespaces?: boolean;
  readonly broker: boolean;
  readonly managementUrl?: string;
  readonly watch?: boolean;
  readonly interval: number;
}

const command = addBrokerOptions(addClusterOptions(new Command('event-jobs status')))
  .description('Shows how entries are doing: their queues, Jobs, dead letters, and what keeps them from working.')
  .addArgument(new Argument('[jobName...]', 'of these entries alone'))
  .option('-A, --all-namespaces', 'in all namespaces')
  .option('-l, --selector <selector>', "entries by their labels, as kubectl's")
  .option('--no-broker', 'ask the cluster alone')
  .addOption(
    new Option('--management-url <url>', "the broker's management API, which alone tells unacknowledged messages").argParser(webAddress),
  )
  .addOption(new Option('-o, --output <format>', 'in place of the table').choices(['json']))
  .option('-w, --watch', 'show it again whenever it changes, until Ctrl-C')
  .addOption(new Option('--interval <seconds>', 'with --watch: between two looks').argParser(positive).default(2))
  .addHelpText('after', help())
  .exitOverride((end) => process.exit(usageCode(end)))
  .parse();

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on('error', () => process.exit(0));
const say = voice('status');
endingCode(run(command.opts<Options>(), command.args), say).then((code) => process.exit(code));

async function run(options: Options, names: readonly string[]): Promise<number> {
  const config = kubeConfig(options);
  const choice = brokerChoice(options, process.env);
  const ask = await userApi(config);
  const count = options.broker ? counting(ask, choice, options.managementUrl) : uncounted;
  const scope = scopeOf(options, names, () => ownNamespace(config));
  const why = options.broker && options.managementUrl === undefined ? [onlyManagement] : [];
  const lookNow = async () => {
    const { entries, notes } = await look(ask, scope, count);
    return { entries, notes: [...notes, ...why] };
  };
  if (options.watch) {
    const show = (shown: string) => process.stdout.write(`${onScreen(options) ? '\u001b[H\u001b[2J' : ''}${shown}\n`);
    await watch({ look: lookNow, pause: options.interval * 1000, render: (one) => rendered(one, options), show, say });
  }
  const seen = await lookNow();
  process.stdout.write(seen.entries.length > 0 || options.output ? `${rendered(seen, options)}\n` : '');
  const where = scope.namespace === undefined ? '' : ` in namespace ${scope.namespace}`;
  const missing = names.filter((name) => !seen.entries.some((row) => row.name === name));
  if (missing.length > 0) say(`no entry ${missing.join(', ')}${where}`);
  else if (seen.entries.length === 0) say(`no entries${where}`);
  return missing.length > 0 ? 1 : 0;
}

const onlyManagement = 'unacknowledged messages: only the management API tells them: --management-url URL';

function onScreen({ output }: Options): boolean {
  return output === undefined && process.stdout.isTTY === true;
}

function scopeOf({ allNamespaces = false, namespace, selector }: Options, names: readonly string[], own: () => string): Scope {
  if (allNamespaces && namespace !== undefined) throw new Refusal('--namespace and --all-namespaces: one of the two');
  if (names.length > 0 && selector !== undefined) throw new Refusal('jobNames and --selector: one of the two');
  const named = selectorOf(names, selector);
  return { namespace: allNamespaces ? undefined : (namespace ?? own()), ...(named !== undefined && { selector: named }) };
}

function rendered(one: Look, { output, allNamespaces = false, watch: again }: Options): string {
  return output === 'json' ? JSON.stringify(one, undefined, again ? undefined : 2) : text(one, allNamespaces);
}

function webAddress(given: string): string {
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new InvalidArgumentError('It is no http or https address.');
  if (url.username || url.password) throw new InvalidArgumentError('The login comes by the environment, or from the Secret.');
  return given;
}

function help(): string {
  return `
READY and UNACKED are messages of the queue, DEAD its dead letters; RUNNING counts pieces of work of at most parallelism; FAILED Jobs
that failed for good, KEPT the messages that these keep. A minus sign is for what could not be asked, and a note below says why; of DEAD
also for dead letters that go to an exchange, of LAST FAILURE and CANNOT START for nothing to tell.
${credentialsHelp}
Exit codes: 0 shown, 1 the cluster does not answer, or a named entry is not there, 2 wrong usage. Ctrl-C ends --watch with 130.`;
}
