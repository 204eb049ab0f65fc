import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Queue } from '../broker/queue.ts';
import { custom, kubectl } from './cluster.ts';
import { History } from './history.ts';
import { Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(120_000);

interface ScaledJob {
  metadata: { generation: number; finalizers?: string[] };
}

/** Every key of an entry that has a form of its own in the manifests, with quantities that are not canonical as written. */
const entry = {
  ...nodeProcessor('0'),
  jobName: 'steady',
  parallelism: 3,
  interval: 1,
  timeout: 100,
  retries: 1,
  environment: [
    { name: 'EMPTY', value: '' },
    { name: 'PLAIN', value: 'x' },
    { name: 'SECRET', valueFrom: { secretKeyRef: { name: 'event-jobs-broker', key: 'AMQP_USERNAME' } } },
    { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
  ],
  resources: { requests: { cpu: '0.01', memory: '57344Ki' }, limits: { cpu: 1, memory: '1024Mi' } },
  labels: { team: 'e2e' },
  keep: { successful: 5, failed: 5, seconds: 600 },
  paused: false,
};

describe('manifests that KEDA has taken over', () => {
  let namespace: Namespace;
  let queue: Queue;
  let history: History;
  let manifests: string;
  const scaledJob = async () =>
    (await custom.getNamespacedCustomObject({
      group: 'keda.sh',
      version: 'v1alpha1',
      namespace: namespace.name,
      plural: 'scaledjobs',
      name: 'steady',
    })) as ScaledJob;
  /** Ends with code 1 and an Error where there is a difference. */
  const difference = (...more: string[]) => kubectl(['diff', '--server-side', ...more, '-f', '-'], manifests);

  beforeAll(async () => {
    namespace = await Namespace.create();
    queue = await Queue.declare();
    history = await History.of(namespace.name);
    manifests = await namespace.configure({ [queue.name]: entry });
    await queue.publish({ content: 'x' });
    await history.until('KEDA has made a Job, and it is finished', () => history.finished().length > 0);
  });

  afterAll(async () => {
    history.end();
    await queue.delete();
    await namespace.delete();
  });

  it('are what the cluster has: the server-side diff is empty', async () => {
    expect((await scaledJob()).metadata.finalizers).toEqual(['finalizer.keda.sh']);
    expect(await difference()).toBe('');
  });

  it('are still so after another apply and more polls, in their first generation', async () => {
    await kubectl(['apply', '--server-side', '-f', '-'], manifests);
    await queue.publish({ content: 'x' });
    await history.until('KEDA has made another Job', () => history.finished().length > 1);
    expect(await difference()).toBe('');
    expect((await scaledJob()).metadata.generation).toBe(1);
  });

  it('differ where somebody has changed them', async () => {
    await kubectl(['patch', 'scaledjob', 'steady', '-n', namespace.name, '--type', 'merge', '-p', '{"spec":{"maxReplicaCount":9}}']);
    await expect(difference('--force-conflicts')).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining('maxReplicaCount') });
  });
});
