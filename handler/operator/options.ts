/** The options that the operator's commands share: which cluster, and how its broker is reached. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { launcherEnvironment as names } from '../contract.ts';
import { Refusal } from '../refusal.ts';
import type { BrokerChoice } from './brokerAccess.ts';
import type { ClusterChoice } from './kubeconfig.ts';

export interface SharedOptions extends ClusterChoice {
  readonly namespace?: string;
  readonly selector?: string;
  readonly output?: 'json';
  readonly amqpHost?: string;
  readonly amqpPort?: number;
  readonly amqpTls?: boolean;
}

export function addClusterOptions(command: Command): Command {
  return command
    .option('-n, --namespace <name>', "of the entries; without it the context's")
    .option('--context <name>', 'of the kubeconfig, in place of its current context')
    .option('--kubeconfig <file>', 'in place of $KUBECONFIG and ~/.kube/config');
}

export function addBrokerOptions(command: Command): Command {
  return command
    .addOption(new Option('--amqp-host <host>', "the broker's, in place of the entries' own: a forwarded port's, say").env('AMQP_HOST'))
    .addOption(new Option('--amqp-port <port>', "the broker's").argParser(portNumber).env('AMQP_PORT'))
    .addOption(
      new Option('--amqp-tls [boolean]', 'whether it speaks TLS, where that differs from the entries').argParser(yesOrNo).env('AMQP_TLS'),
    );
}

/** Credentials only by the environment: arguments are seen by all who list processes. */
export const credentialsHelp = `
Environment: ${names.amqpUsername} and ${names.amqpPassword} log in at the broker; without them the Secret does that the entry's launchers use.
NODE_EXTRA_CA_CERTS names authorities that TLS trusts beside the Secret's.`;

/** Throws a Refusal for half of a login. */
export function brokerChoice(options: SharedOptions, environment: Readonly<Record<string, string | undefined>>): BrokerChoice {
  const [username, password] = [environment[names.amqpUsername], environment[names.amqpPassword]];
  if (Boolean(username) !== Boolean(password)) throw new Refusal(`${names.amqpUsername} and ${names.amqpPassword}: both or none`);
  return {
    ...(options.amqpHost && { host: options.amqpHost }),
    ...(options.amqpPort !== undefined && { port: options.amqpPort }),
    ...(options.amqpTls !== undefined && { tls: options.amqpTls }),
    ...(username && password && { login: { username, password } }),
  };
}

function portNumber(text: string): number | undefined {
  if (text === '') return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError('It is no port: 1 to 65535.');
  return port;
}

/** As the settings of `generate` read it; an empty variable counts as none. */
function yesOrNo(text: string): boolean | undefined {
  if (text === '') return undefined;
  if (['true', 'false', '0', 'no', 'off'].includes(text)) return text === 'true';
  throw new InvalidArgumentError('It is neither true nor false.');
}

export function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It is no whole number from 1.');
  return number;
}
