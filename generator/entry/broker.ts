import type { FromSchema } from 'json-schema-to-ts';
import { defaultPort, type Host, hostOf, hostPattern } from '../host.ts';
import type { Settings } from '../settings.ts';
import { dnsSubdomainPattern, nameLimit } from './names.ts';
import { flag, whole } from './scalars.ts';

const secretName = {
  type: 'string',
  pattern: dnsSubdomainPattern,
  maxLength: nameLimit,
  allowed: `a Secret's name: a DNS subdomain of at most ${nameLimit} characters`,
} as const;

const host = { type: 'string', pattern: hostPattern, allowed: 'a name or an address, with or without :PORT' } as const;

export const brokerSchema = {
  description: "The broker: the Secret with its credentials, and where it is, if that is not the settings' broker.",
  anyOf: [
    secretName,
    {
      type: 'object',
      additionalProperties: false,
      properties: {
        secret: secretName,
        hosts: { type: 'array', minItems: 1, items: host, allowed: 'a list of at least one host' },
        port: whole(1, 65_535),
        tls: flag,
      },
    },
  ],
  allowed: "a Secret's name, or a map of secret, hosts, port and tls",
} as const;

export interface Broker {
  secret: string;
  hosts: Host[];
  tls: boolean;
}

/** The user makes it, once per namespace; nothing of it is ever read here. */
export const defaultBrokerSecret = 'event-jobs-broker';

/** What the entry does not say is the settings'; their port only for their hosts, and where both speak the same way to them. */
export function completeBroker(broker: FromSchema<typeof brokerSchema>, { amqpHosts, amqpTls }: Settings): Broker {
  const { secret = defaultBrokerSecret, hosts, port, tls = amqpTls } = typeof broker === 'string' ? { secret: broker } : broker;
  const own = hosts?.map((text) => hostOf(text, port ?? defaultPort(tls)));
  const usual = port ?? (tls === amqpTls ? undefined : defaultPort(tls));
  return { secret, tls, hosts: own ?? amqpHosts.map((host) => ({ ...host, port: usual ?? host.port })) };
}
