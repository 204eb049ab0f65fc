/** What is compared on KEDA, each as a ScaledJob that is looked at every second and may have thirty Jobs. */
import type { V1JobSpec } from '@kubernetes/client-node';
import { parseAllDocuments, stringify } from 'yaml';
import { address } from '../../test/broker/queue.ts';
import type { Namespace } from '../../test/e2e/namespace.ts';

export const contenders = ['event-jobs', 'no-op', 'node', 'consumer'] as const;
export type Contender = (typeof contenders)[number];

/** Those whose Jobs take no message. */
export const idle: ReadonlySet<Contender> = new Set(['no-op', 'node']);

/** As many as a burst has messages. */
export const most = 30;

/** Pods that KEDA has removed tell no more when they started. */
const kept = 2 * most;

export interface Asked {
  readonly namespace: Namespace;
  readonly name: string;
  readonly queue: string;
  /** The processor's limit, in millicores. */
  readonly cpu: number;
  /** Of image/. */
  readonly image: string;
}

/** Manifests as YAML. */
export const manifests: Readonly<Record<Contender, (asked: Asked) => Promise<string>>> = {
  'event-jobs': generated,
  // The platform's floor.
  'no-op': (asked) => idling(asked, ['/bin/processor', 'nothing']),
  // And what any launcher in Node adds to it at the least.
  node: (asked) => idling(asked, ['/nodejs/bin/node', '-e', '0']),
  consumer,
};

function resources(cpu: number) {
  return { requests: { cpu: '10m', memory: '56Mi' }, limits: { cpu: `${cpu}m`, memory: '96Mi' } };
}

function generated({ namespace, name, queue, cpu, image }: Asked): Promise<string> {
  const [repository = '', imageVersion = ''] = image.split(':');
  const shape = { interval: 1, parallelism: most, keep: { successful: kept }, resources: resources(cpu) };
  const entry = { jobName: name, image: repository, imageVersion, command: ['/bin/processor'], args: ['start'], ...shape };
  return namespace.generate({ [queue]: entry });
}

/** The same Job, whose init container has nothing to do with the message. */
async function idling(asked: Asked, command: string[]): Promise<string> {
  const documents = parseAllDocuments(await generated(asked)).map((document) => document.toJS());
  const { spec } = documents.find(({ kind }) => kind === 'ScaledJob') as { spec: { jobTargetRef: V1JobSpec } };
  const { initContainers: [launcher] = [], containers: [processor] = [] } = spec.jobTargetRef.template.spec ?? {};
  if (launcher === undefined || processor === undefined) throw new Error('the Job has no launcher or no processor');
  Object.assign(launcher, { image: asked.image, command });
  Object.assign(processor, { command: ['/bin/processor'] });
  return documents.map((document) => stringify(document, { lineWidth: 0 })).join('---\n');
}

/** The usual pattern, as KEDA's documentation has it: the image consumes a message by itself. */
async function consumer({ namespace, name, queue, cpu, image }: Asked): Promise<string> {
  const { host, port, username, password } = address;
  const env = { AMQP_HOST: host, AMQP_PORT: String(port), AMQP_USERNAME: username, AMQP_PASSWORD: password, QUEUE: queue };
  const container = {
    name: 'processor',
    image,
    command: ['/nodejs/bin/node', '/app/consumer.mjs'],
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    resources: resources(cpu),
  };
  const trigger = { queueName: queue, mode: 'QueueLength', value: '1', host: `amqp://${username}:${password}@${host}:${port}/` };
  return stringify({
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledJob',
    metadata: { name, namespace: namespace.name },
    spec: {
      pollingInterval: 1,
      maxReplicaCount: most,
      successfulJobsHistoryLimit: kept,
      triggers: [{ type: 'rabbitmq', metadata: trigger }],
      jobTargetRef: { template: { spec: { restartPolicy: 'Never', containers: [container] } } },
    },
  });
}
