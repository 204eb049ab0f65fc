import { issuer as usualIssuer } from '../handler/contract.ts';
import { isImage, registryPattern } from './entry/image.ts';
import { dnsLabelPattern } from './entry/names.ts';
import { ConfigError, shown } from './fault.ts';
import { defaultPort, type Host, isHost, isPort } from './host.ts';

/** What holds for all entries; names and defaults of its environment variables are the predecessor's. */
export interface Settings {
  launcherImage: string;
  /** In the order in which launchers try them; KEDA gets the first. */
  amqpHosts: Host[];
  amqpTls: boolean;
  dockerRegistry: string;
  /** Namespace of a ConfigMap that names none. */
  podNamespace: string;
  /** Namespace of an entry that names none. */
  kubernetesJobScope: string;
  networkPolicy: boolean;
  podSecurity: 'privileged' | 'restricted';
  /** The value of the processors' variable ISSUER. */
  issuer: string;
  /** Where KEDA reads the Secrets of ClusterTriggerAuthentications; without it there are TriggerAuthentications in each namespace. */
  clusterTriggerAuthentication?: string;
}

/** As they come from the command line or the environment. */
export interface GivenSettings {
  launcherImage?: string | undefined;
  amqpHost: string;
  amqpPort?: string | undefined;
  amqpTls?: boolean | undefined;
  dockerRegistry: string;
  podNamespace: string;
  kubernetesJobScope: string;
  networkPolicy?: boolean | undefined;
  podSecurity?: string | undefined;
  issuer?: string | undefined;
  clusterTriggerAuthentication?: string | undefined;
}

export const podSecurityLevels = ['privileged', 'restricted'] as const;

/** Throws a ConfigError that names all that is wrong. */
export function checkSettings(given: GivenSettings): Settings {
  const { launcherImage = '', amqpHost, amqpTls = false, dockerRegistry, podNamespace, kubernetesJobScope } = given;
  const { networkPolicy = false, podSecurity = 'privileged', issuer = usualIssuer, clusterTriggerAuthentication } = given;
  const port = given.amqpPort ?? String(defaultPort(amqpTls));
  const hosts = amqpHost.split(',').map((host) => host.trim());
  const rules: [boolean, string][] = [
    [
      launcherImage !== '',
      '--launcher-image (LAUNCHER_IMAGE) is missing: `make image` builds it; push it where your cluster pulls from, and name it here',
    ],
    [launcherImage === '' || isImage(launcherImage), `--launcher-image: ${shown(launcherImage)} is no image reference`],
    [hosts.every(isHost), '--amqp-host is no host: a name or an address, or several with commas, without scheme, credentials and port'],
    [isPort(port), `--amqp-port: ${shown(port)} is no port: 1 to 65535`],
    [new RegExp(registryPattern).test(dockerRegistry), `--docker-registry: ${shown(dockerRegistry)} is no registry: HOST[:PORT][/PATH]`],
    namespaceRule('--pod-namespace', podNamespace),
    namespaceRule('--kubernetes-job-scope', kubernetesJobScope),
    namespaceRule('--cluster-trigger-authentication', clusterTriggerAuthentication ?? 'keda'),
    [
      (podSecurityLevels as readonly string[]).includes(podSecurity),
      `--pod-security: ${podSecurity} is no level: ${podSecurityLevels.join(' or ')}`,
    ],
    [/^\P{Cc}{1,256}$/u.test(issuer), '--issuer is no issuer: one line of 1 to 256 characters'],
  ];
  const broken = rules.filter(([holds]) => !holds).map(([, problem]) => problem);
  if (broken.length > 0) throw new ConfigError(broken.join('\n'));
  return {
    launcherImage,
    amqpHosts: hosts.map((host) => ({ host, port: Number(port) })),
    amqpTls,
    dockerRegistry,
    podNamespace,
    kubernetesJobScope,
    networkPolicy,
    podSecurity: podSecurity as Settings['podSecurity'],
    issuer,
    ...(clusterTriggerAuthentication !== undefined && { clusterTriggerAuthentication }),
  };
}

/** What checkSettings makes the same settings of again. */
export function asGiven({ launcherImage, amqpHosts, ...settings }: Settings): GivenSettings {
  return { launcherImage, amqpHost: amqpHosts.map(({ host }) => host).join(), amqpPort: String(amqpHosts[0]?.port), ...settings };
}

function namespaceRule(flag: string, name: string): [boolean, string] {
  const holds = new RegExp(dnsLabelPattern).test(name) && name.length <= 63;
  return [holds, `${flag}: ${name} is no namespace: a DNS label of at most 63 characters`];
}
