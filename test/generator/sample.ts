import type { Settings } from '../../generator/settings.ts';

/** What the tests generate with. */
export const settings: Settings = {
  launcherImage: 'registry.example.com/kubernetes-event-jobs:0.1.0',
  amqpHosts: [{ host: 'rabbitmq.messaging.svc', port: 5672 }],
  amqpTls: false,
  dockerRegistry: 'registry.example.com',
  podNamespace: 'default',
  kubernetesJobScope: 'default',
  networkPolicy: false,
  podSecurity: 'privileged',
  issuer: 'goci/kubernetes-event-job',
};
