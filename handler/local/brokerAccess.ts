import type { BrokerAccess } from '../connection.ts';
import { type LaunchSettings, launcherEnvironment as names } from '../contract.ts';
import { Refusal } from '../refusal.ts';
import type { Login } from '../settings.ts';
import type { Entry } from './entry.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Instead of the manifest's hosts, all of them; a port alone is the first host's. */
const address = { host: 'AMQP_HOST', port: 'AMQP_PORT' };

/** How an entry's broker is reached from here: at the environment's address before the manifest's, with the environment's credentials alone. */
export function brokerAccess({ settings }: Entry, environment: Environment): BrokerAccess {
  const { vhost, tls } = settings.broker;
  const hosts = hostsOf(settings.broker.hosts, environment);
  // Without the Secret's files: authorities of one's own come by NODE_EXTRA_CA_CERTS.
  return { hosts, vhost, login: loginOf(hosts, tls, environment), certificates: tls ? () => ({}) : undefined };
}

type Hosts = LaunchSettings['broker']['hosts'];

function hostsOf(hosts: Hosts, environment: Environment): Hosts {
  const [host, port] = [environment[address.host], environment[address.port]];
  const [first] = hosts;
  if (first === undefined || !(host || port)) return hosts;
  return [{ host: host || first.host, port: port ? portOf(port) : first.port }];
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Refusal(`${address.port} is not a port: 1 to 65535`);
  return port;
}

function loginOf(hosts: Hosts, tls: boolean, environment: Environment): Login {
  const guest = hosts.every(({ host }) => isThisMachine(host)) ? 'guest' : undefined;
  const username = environment[names.amqpUsername] || guest;
  const password = environment[names.amqpPassword] || guest;
  if (username !== undefined && password !== undefined) return { username, password };
  const there = hosts.map(({ host }) => host).join(', ');
  const certificate = tls ? ', and a client certificate is a login only in a cluster' : '';
  throw new Refusal(
    `${names.amqpUsername} and ${names.amqpPassword} are not set: the broker ${there} is not this machine's, so guest has no access${certificate}`,
  );
}

/** RabbitMQ lets its default user guest in from there only. */
function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
