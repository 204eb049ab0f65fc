import type { EventJob } from '../entry/eventJob.ts';
import { brokerName } from '../entry/names.ts';
import type { Settings } from '../settings.ts';

/**
 * KEDA's view of the queue. Where the TriggerAuthentication gives username and password, KEDA puts them into the host's URI itself (its
 * rabbitmq_scaler.go), so the host can stand here in the open. A path would be the virtual host; without one it is `/`.
 */
export function trigger(job: EventJob, settings: Settings): object {
  return {
    type: 'rabbitmq',
    metadata: {
      host: brokerUri(settings),
      protocol: 'amqp',
      queueName: job.queue,
      mode: 'QueueLength',
      value: '1',
    },
    authenticationRef: { name: brokerName(job.configMap) },
  };
}

function brokerUri({ amqpHost, amqpPort }: Settings): string {
  return `amqp://${amqpHost.includes(':') ? `[${amqpHost}]` : amqpHost}:${amqpPort}`;
}
