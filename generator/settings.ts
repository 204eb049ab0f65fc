import { isImage, registryPattern } from './entry/image.ts';
import { dnsLabelPattern } from './entry/names.ts';
import { ConfigError } from './fault.ts';

/** What holds for all entries; names and defaults of its environment variables are the predecessor's. */
export interface Settings {
  launcherImage: string;
  amqpHost: string;
  amqpPort: number;
  dockerRegistry: string;
  kubernetesJobScope: string;
}

/** As they come from the command line or the environment. */
export interface GivenSettings {
  launcherImage?: string | undefined;
  amqpHost: string;
  amqpPort: string;
  dockerRegistry: string;
  kubernetesJobScope: string;
}

/** Throws a ConfigError that names all that is wrong. */
export function checkSettings(given: GivenSettings): Settings {
  const { launcherImage = '', amqpHost, amqpPort, dockerRegistry, kubernetesJobScope } = given;
  const port = Number(amqpPort);
  const rules: [boolean, string][] = [
    [
      launcherImage !== '',
      '--launcher-image (LAUNCHER_IMAGE) is missing: `make image` builds it; push it where your cluster pulls from, and name it here',
    ],
    [launcherImage === '' || isImage(launcherImage), `--launcher-image: ${launcherImage} is no image reference`],
    [/^(?:[\w.-]+|[0-9a-fA-F:]+)$/.test(amqpHost), '--amqp-host is no host: a name or an address, without scheme, credentials and port'],
    [/^\d+$/.test(amqpPort) && port > 0 && port < 65536, `--amqp-port: ${amqpPort} is no port: 1 to 65535`],
    [new RegExp(registryPattern).test(dockerRegistry), `--docker-registry: ${dockerRegistry} is no registry: HOST[:PORT][/PATH]`],
    [
      isNamespace(kubernetesJobScope),
      `--kubernetes-job-scope: ${kubernetesJobScope} is no namespace: a DNS label of at most 63 characters`,
    ],
  ];
  const broken = rules.filter(([holds]) => !holds).map(([, problem]) => problem);
  if (broken.length > 0) throw new ConfigError(broken.join('\n'));
  return { launcherImage, amqpHost, amqpPort: port, dockerRegistry, kubernetesJobScope };
}

function isNamespace(text: string): boolean {
  return new RegExp(dnsLabelPattern).test(text) && text.length <= 63;
}
