import type { Manifests } from '../generate.ts';
import type { Settings } from '../settings.ts';

/** What a user should know although nothing is wrong. */
export function notes({ amqpHosts }: Settings, { parts, configMaps, passedOver, shortTimeouts }: Manifests): string[] {
  const local = amqpHosts.map(({ host }) => host).filter((host) => ['localhost', '127.0.0.1', '::1'].includes(host));
  return [
    ...passedOver.map((one) => `note: ${one} is passed over: others bear the label event-jobs.goci.io/config: "true", and it does not`),
    ...local.map((host) => `note: the broker's host is ${host}, where no pod finds it; --amqp-host (AMQP_HOST) names it`),
    ...shortTimeouts.map(
      ({ jobName, timeout }) =>
        `note: ${jobName}: its timeout of ${timeout} s counts from the start of the Job; a launcher that finds less than half of it left when its pod has started leaves the message in the queue, so it may never be worked on`,
    ),
    ...(parts.length === 0
      ? [`note: ${configMaps.length > 1 ? 'the ConfigMaps' : 'the ConfigMap'} ${configMaps.join(', ')} has no queue entries`]
      : []),
  ];
}
