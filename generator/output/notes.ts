import type { Manifests } from '../generate.ts';
import type { Settings } from '../settings.ts';

/** What a user should know although nothing is wrong. */
export function notes({ amqpHosts }: Settings, { parts, configMaps, passedOver }: Manifests): string[] {
  const local = amqpHosts.map(({ host }) => host).filter((host) => ['localhost', '127.0.0.1', '::1'].includes(host));
  return [
    ...passedOver.map((one) => `note: ${one} is passed over: others bear the label event-jobs.goci.io/config: "true", and it does not`),
    ...local.map((host) => `note: the broker's host is ${host}, where no pod finds it; --amqp-host (AMQP_HOST) names it`),
    ...(parts.length === 0
      ? [`note: ${configMaps.length > 1 ? 'the ConfigMaps' : 'the ConfigMap'} ${configMaps.join(', ')} has no queue entries`]
      : []),
  ];
}
