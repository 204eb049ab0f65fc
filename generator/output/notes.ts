import type { Manifests } from '../generate.ts';
import type { Settings } from '../settings.ts';

/** What a user should know although nothing is wrong. */
export function notes({ amqpHosts }: Settings, { parts, configMaps, passedOver }: Manifests): string[] {
  const local = amqpHosts.map(({ host }) => host).filter((host) => ['localhost', '127.0.0.1', '::1'].includes(host));
  return [
    ...passedOver.map((one) => `note: ${one} is passed over: others bear the label event-jobs.goci.io/config: "true", and it does not`),
    ...notYet(parts),
    ...local.map((host) => `note: the broker's host is ${host}, where no pod finds it; --amqp-host (AMQP_HOST) names it`),
    ...(parts.length === 0
      ? [`note: ${configMaps.length > 1 ? 'the ConfigMaps' : 'the ConfigMap'} ${configMaps.join(', ')} has no queue entries`]
      : []),
  ];
}

/** What is generated for a later launcher, and refused by this one (handler/settings.ts). */
function notYet(parts: Manifests['parts']): string[] {
  const names = parts.flatMap(({ jobName, notYet }) => (jobName !== undefined && notYet ? [`${jobName} (${notYet})`] : []));
  if (names.length === 0) return [];
  return [
    `note: the launcher of this version ends with code 64 for what it cannot do yet, and leaves the messages in the queue: ${names.join(', ')}`,
  ];
}
