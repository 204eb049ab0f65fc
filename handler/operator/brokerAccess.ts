/** How an entry's broker is reached from a person's machine. */
import { isIP } from 'node:net';
import type { V1Secret } from '@kubernetes/client-node';
import type { BrokerAccess } from '../connection.ts';
import { brokerFiles, type LaunchSettings, launcherEnvironment as names } from '../contract.ts';
import { Fault } from '../fault.ts';
import type { Login } from '../settings.ts';
import type { Entry } from './entry.ts';
import { get } from './objects.ts';
import type { Ask } from './userApi.ts';

/** What was said on the command line or in the environment, and goes before the entry's own. */
export interface BrokerChoice {
  readonly host?: string;
  readonly port?: number;
  readonly tls?: boolean;
  readonly login?: Login;
}

type Broker = LaunchSettings['broker'];

/** Throws a Fault: settings (no login), clusterRefused (no right to the Secret) or transient. */
export async function accessOf(
  { settings, brokerSecret }: Entry,
  namespace: string,
  choice: BrokerChoice,
  ask: Ask,
): Promise<BrokerAccess> {
  const isNeeded = brokerSecret !== undefined && (choice.login === undefined || (choice.tls ?? settings.broker.tls));
  const secret = isNeeded ? await get<V1Secret>(ask, 'Secret', namespace, brokerSecret) : undefined;
  return brokerAccess(settings.broker, choice, secret, brokerSecret && `${namespace}/${brokerSecret}`);
}

/** `secret` is the entry's, with the keys that its launchers use; `named` is what it is called, if it has one, there or not. Throws a Fault (`settings`) where there is no login in it. */
export function brokerAccess(broker: Broker, choice: BrokerChoice, secret: V1Secret | undefined, named?: string): BrokerAccess {
  const tls = choice.tls ?? broker.tls;
  const files = tls ? tlsFiles(secret, choice.host === undefined ? undefined : broker.hosts[0]?.host) : undefined;
  return {
    hosts: hosts(broker.hosts, choice),
    vhost: broker.vhost,
    login: choice.login ?? loginIn(secret, files?.cert !== undefined, named),
    certificates: files && (() => files),
  };
}

function hosts(own: Broker['hosts'], { host, port }: BrokerChoice): Broker['hosts'] {
  const [first] = own;
  if (first === undefined || (host === undefined && port === undefined)) return own;
  return [{ host: host ?? first.host, port: port ?? first.port }];
}

/** `certified` is the host that the broker's certificate names, where it is reached by another name: through a forwarded port. */
function tlsFiles(secret: V1Secret | undefined, certified: string | undefined) {
  const [ca, cert, key] = [brokerFiles.ca, brokerFiles.certificate, brokerFiles.key].map((name) => value(secret, name));
  return {
    ...(ca && { ca }),
    ...(cert && key && { cert, key }),
    ...(certified !== undefined && isIP(certified) === 0 && { servername: certified }),
  };
}

function loginIn(secret: V1Secret | undefined, hasCertificate: boolean, named = secret?.metadata?.name): Login | undefined {
  const [username, password] = [names.amqpUsername, names.amqpPassword].map((name) => value(secret, name)?.toString());
  if (username && password) return { username, password };
  if (hasCertificate) return undefined;
  const where = named === undefined ? 'the entry names no Secret' : `Secret ${named} ${secret === undefined ? 'is not there' : 'has none'}`;
  throw new Fault('settings', `no login for the broker: ${where}; set ${names.amqpUsername} and ${names.amqpPassword}`);
}

function value(secret: V1Secret | undefined, key: string): Buffer | undefined {
  const text = secret?.data?.[key];
  return text === undefined ? undefined : Buffer.from(text, 'base64');
}
