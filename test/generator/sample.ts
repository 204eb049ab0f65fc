import type { Settings } from '../../generator/settings.ts';

/** What the tests generate with. */
export const settings: Settings = {
  launcherImage: 'registry.example.com/kubernetes-event-jobs:0.1.0',
  amqpHost: 'rabbitmq.messaging.svc',
  amqpPort: 5672,
  dockerRegistry: 'registry.example.com',
  kubernetesJobScope: 'default',
};
