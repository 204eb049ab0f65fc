import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Queue } from '../broker/queue.ts';
import { core, scratchImage } from './cluster.ts';
import { History, processor } from './history.ts';
import { Namespace } from './namespace.ts';

jest.setTimeout(180_000);

const [, image = '', imageVersion = ''] = /^(.*):([^:/]+)$/.exec(scratchImage ?? '') ?? [];
const resources = { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } };
const settings = { image, imageVersion, interval: 1, resources, keep: { successful: 1000 } };

interface Told {
  pid: number;
  environment: string[];
}

/** What test/image/processor/processor.c says of itself, its strings in hex. */
function told(output: string): { pid: number; environment: Map<string, string> } {
  const { pid, environment } = JSON.parse(output) as Told;
  const pairs = environment.map((hex) => {
    const pair = Buffer.from(hex, 'hex').toString();
    return [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const;
  });
  return { pid, environment: new Map(pairs) };
}

(scratchImage === undefined ? describe.skip : describe)('a processor in an image from scratch, without a shell', () => {
  let namespace: Namespace;
  let queue: Queue;
  let history: History;
  const only = (job: string) => [...history.pods.values()].find((pod) => pod.metadata?.name?.startsWith(`${job}-`)) ?? {};

  const plainPhase = () => [...history.pods.values()].find((pod) => pod.metadata?.name === 'plain')?.status?.phase;

  beforeAll(async () => {
    namespace = await Namespace.create();
    history = await History.of(namespace.name);
  });

  // One each: the ScaledJobs of two tests on one queue would take each other's message.
  beforeEach(async () => {
    queue = await Queue.declare();
  });

  afterEach(() => queue.delete());

  afterAll(async () => {
    history.end();
    await namespace.delete();
  });

  it('is process 1 and has the environment of the same image in a plain pod, the contract, both kinds of variables, and nothing else', async () => {
    const environment = { CONFIGURED: 'entry', BOTH: 'entry' };
    await namespace.configure({ [queue.name]: { jobName: 'environment', ...settings, command: ['processor', 'env'], environment } });
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const sent = { 'spring.datasource.url': 'jdbc:x', QUOTES: `'"$HOME\n\\ü`, EMPTY: '', BOTH: 'message' };
    await queue.publish({ content: [1], environment: sent }, { messageId: 'm1', headers: { traceparent } });
    await history.until('it is processed', () => history.finished().length > 0);

    const plain = { name: 'plain', image: scratchImage ?? '', command: ['processor', 'env'], resources };
    await core.createNamespacedPod({
      namespace: namespace.name,
      body: { metadata: { name: 'plain' }, spec: { restartPolicy: 'Never', enableServiceLinks: false, containers: [plain] } },
    });
    await history.until('the plain pod ended', () => plainPhase() === 'Succeeded');

    const { pid, environment: here } = told(await namespace.log(only('environment').metadata?.name ?? ''));
    const { environment: there } = told(await namespace.log('plain', 'plain'));
    expect(pid).toBe(1);
    expect(Object.fromEntries(here)).toEqual({
      ...Object.fromEntries(there),
      HOSTNAME: only('environment').metadata?.name,
      ISSUER: 'goci/kubernetes-event-job',
      TARGET: expect.stringMatching(/^environment-[0-9a-f-]{36}$/),
      MESSAGE: '[1]',
      CHECKSUM: expect.stringMatching(/^[0-9a-f]{40}$/),
      MESSAGE_FILE: '/event/message',
      MESSAGE_ID: 'm1',
      TRACEPARENT: traceparent,
      ...sent,
      CONFIGURED: 'entry',
      BOTH: 'entry',
    });
  });

  it('gets SIGTERM, and its exit code is the container’s', async () => {
    await namespace.configure({ [queue.name]: { jobName: 'terminated', ...settings, command: ['processor', 'wait'], retries: 0 } });
    await queue.publish({ content: 'x' });
    await history.until('it runs', () => processor(only('terminated'))?.state?.running !== undefined);
    await core.deleteNamespacedPod({ namespace: namespace.name, name: only('terminated').metadata?.name ?? '' });
    await history.until('it ended', () => processor(only('terminated'))?.state?.terminated !== undefined);
    expect(processor(only('terminated'))?.state?.terminated?.exitCode).toBe(42);
  });
});
