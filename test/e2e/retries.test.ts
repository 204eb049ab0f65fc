import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Queue } from '../broker/queue.ts';
import { core } from './cluster.ts';
import { condition, History, launcher, processor } from './history.ts';
import { Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(240_000);

/** How the processor ends is read when a pod starts: the test decides it between two tries. */
const ending = { name: 'EXIT_CODE', valueFrom: { configMapKeyRef: { name: 'ending', key: 'code' } } };
const script = 'console.log(process.env.MESSAGE); process.exit(Number(process.env.EXIT_CODE))';

describe('a processor that fails', () => {
  let namespace: Namespace;
  let queue: Queue;
  let history: History;
  const onlyJob = () => [...history.jobs.values()][0];
  const pods = () => history.podsOf(onlyJob()?.metadata?.name ?? '');
  const exitCodes = () => pods().map((pod) => processor(pod)?.state?.terminated?.exitCode);

  beforeAll(async () => {
    namespace = await Namespace.create();
    queue = await Queue.declare();
    history = await History.of(namespace.name);
    await core.createNamespacedConfigMap({ namespace: namespace.name, body: { metadata: { name: 'ending' }, data: { code: '7' } } });
  });

  afterAll(async () => {
    history.end();
    await queue.delete();
    await namespace.delete();
  });

  it('twice and then works needs three pods, one Secret and one message', async () => {
    const entry = { ...nodeProcessor(script), environment: [ending], interval: 1, retries: 3, keep: { successful: 1000 } };
    await namespace.configure({ [queue.name]: { jobName: 'thrice', ...entry } });
    await queue.publish({ content: 'one' });
    await history.until('two pods failed', () => exitCodes().filter((code) => code === 7).length === 2);
    // Kubernetes waits 20 s before the third pod.
    await core.replaceNamespacedConfigMap({
      namespace: namespace.name,
      name: 'ending',
      body: { metadata: { name: 'ending' }, data: { code: '0' } },
    });
    await queue.publish({ content: 'two' });
    await history.until('both Jobs are complete', () => history.finished().length >= 2);

    const [first] = [...history.jobs.values()].filter((job) => history.podsOf(job.metadata?.name ?? '').length > 1);
    const tries = history.podsOf(first?.metadata?.name ?? '');
    expect(condition(first ?? {})).toBe('Complete');
    expect(tries.map((pod) => processor(pod)?.state?.terminated?.exitCode).sort()).toEqual([0, 7, 7]);
    const output = await Promise.all(tries.map((pod) => namespace.log(pod.metadata?.name ?? '')));
    expect(output).toEqual(['"one"\n', '"one"\n', '"one"\n']);
    expect((await namespace.secrets()).filter(({ metadata }) => metadata?.name === `thrice-${first?.metadata?.uid}`)).toHaveLength(1);
    expect(await queue.ready()).toBe(0);
  });

  it('for good leaves its Job failed and its Secret there, and its message out of the queue', async () => {
    const entry = { ...nodeProcessor('process.exit(9)'), interval: 1, retries: 0 };
    await namespace.configure({ [queue.name]: { jobName: 'hopeless', ...entry } });
    await queue.publish({ content: 'lost cause' });
    const job = () => [...history.jobs.values()].find((candidate) => candidate.metadata?.name?.startsWith('hopeless-'));
    await history.until('the Job failed', () => condition(job() ?? {}) === 'Failed');
    const [pod] = history.podsOf(job()?.metadata?.name ?? '');
    expect(launcher(pod ?? {})?.state?.terminated?.exitCode).toBe(0);
    expect(processor(pod ?? {})?.state?.terminated?.exitCode).toBe(9);
    const [secret] = (await namespace.secrets()).filter(({ metadata }) => metadata?.name === `hopeless-${job()?.metadata?.uid}`);
    expect(Buffer.from(secret?.data?.MESSAGE ?? '', 'base64').toString()).toBe('"lost cause"');
    expect(await queue.ready()).toBe(0);
  });
});
