import type { EventJob } from '../entry/eventJob.ts';
import { unbounded } from '../entry/scalars.ts';
import type { Settings } from '../settings.ts';
import { authenticationName, clusterAuthenticationName } from './triggerAuthentication.ts';

/** The cap counted in Jobs, of which one of a batch works on several messages at once. */
export function mostJobs({ parallelism, batch }: EventJob): number {
  return parallelism === unbounded ? unbounded : Math.floor(parallelism / (batch?.parallelism ?? 1));
}

/**
 * KEDA's view of the queue. Where the authentication gives username and password, KEDA puts them into the host's URI itself (its
 * rabbitmq_scaler.go), so the host can stand here in the open. A path would be the virtual host; without one it is `/`.
 */
export function trigger(job: EventJob, settings: Settings): object {
  return {
    type: 'rabbitmq',
    metadata: {
      host: brokerUri(job),
      protocol: 'amqp',
      queueName: job.queue,
      ...(job.vhost !== '/' && { vhostName: job.vhost }),
      mode: 'QueueLength',
      value: String(job.batch?.size ?? 1),
    },
    authenticationRef:
      settings.clusterTriggerAuthentication === undefined
        ? { name: authenticationName(job) }
        : { name: clusterAuthenticationName(job), kind: 'ClusterTriggerAuthentication' },
  };
}

function brokerUri({ broker: { hosts, tls } }: EventJob): string {
  const [{ host, port } = { host: '', port: 0 }] = hosts;
  return `${tls ? 'amqps' : 'amqp'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
