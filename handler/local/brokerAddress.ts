import { launcherEnvironment as names } from '../contract.ts';
import { type BrokerAddress, brokerAddress } from '../settings.ts';
import type { Entry } from './entry.ts';
import { Refusal } from './refusal.ts';

/** Where an entry's broker is: the environment's address before the manifest's, and the credentials from the environment alone. */
export function brokerOf({ broker }: Entry, environment: Readonly<Record<string, string | undefined>>): BrokerAddress {
  const host = environment[names.amqpHost] || broker.host || 'localhost';
  const port = environment[names.amqpPort] || broker.port || '5672';
  const guest = isThisMachine(host) ? 'guest' : undefined;
  const username = environment[names.amqpUsername] || guest;
  const password = environment[names.amqpPassword] || guest;
  if (username === undefined || password === undefined) {
    throw new Refusal(
      `${names.amqpUsername} and ${names.amqpPassword} are not set: the broker ${host} is not this machine's, so guest has no access`,
    );
  }
  return brokerAddress({
    [names.amqpHost]: host,
    [names.amqpPort]: port,
    [names.amqpUsername]: username,
    [names.amqpPassword]: password,
  });
}

/** RabbitMQ lets its default user guest in from there only. */
function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
