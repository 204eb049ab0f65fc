import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { mostAtOnce, type Span } from './atOnce.ts';
import { batch, kubectl } from './cluster.ts';
import { condition, History } from './history.ts';
import { split } from './manifests.ts';
import { Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(180_000);

const cap = 3;
const crowd = 3 * cap;

/** Tells when it began and ended, by the node's clock. */
const script = `const began = Date.now();
setTimeout(() => console.log(JSON.stringify({ began, ended: Date.now(), message: process.env.MESSAGE })), 6000)`;

interface Told extends Span {
  message: string;
}

describe('more Jobs than the cap, as KEDA makes them when it has lost count', () => {
  let namespace: Namespace;
  let queue: Queue;
  let history: History;

  beforeEach(async () => {
    namespace = await Namespace.create();
    queue = await Queue.declare();
    history = await History.of(namespace.name);
  });

  afterEach(async () => {
    history.end();
    await queue.delete();
    await namespace.delete();
  });

  const generate = () =>
    namespace.generate({
      [queue.name]: { jobName: 'gated', ...nodeProcessor(script), parallelism: cap, interval: 1, keep: { successful: 1000 } },
    });

  /** The test makes the crowd itself: KEDA miscounts only sometimes, after a restart of the API server. */
  async function startCrowd(manifests: string): Promise<void> {
    const { shared, labels, spec } = split(manifests);
    await kubectl(['apply', '--server-side', '-f', '-'], shared);
    for (let n = 0; n < crowd; n++) await queue.publish({ content: `message ${n}` });
    const jobs = Array.from({ length: crowd }, (_, n) => ({ metadata: { name: `gated-${n}`, labels }, spec }));
    await Promise.all(jobs.map((body) => batch.createNamespacedJob({ namespace: namespace.name, body })));
    await history.until('all have ended', () => history.finished().length === crowd);
  }

  async function told(): Promise<Told[]> {
    const outputs = await Promise.all([...history.pods.values()].map((pod) => namespace.log(pod.metadata?.name ?? '')));
    return outputs.filter((output) => output.startsWith('{')).map((output) => JSON.parse(output) as Told);
  }

  it('never work more than the cap at once; the others end well, and KEDA starts new ones for their messages', async () => {
    const manifests = await generate();
    await startCrowd(manifests);
    expect([...history.jobs.values()].map(condition)).toEqual(Array.from({ length: crowd }, () => 'Complete'));
    const worked = (await told()).length;
    expect(worked).toBeGreaterThanOrEqual(cap);
    expect(await queue.ready()).toBe(crowd - worked);
    await kubectl(['apply', '--server-side', '-f', '-'], manifests);
    await eventually('all messages are taken', async () => (await queue.ready()) === 0, 120);
    await history.until('no Job is unfinished', () => history.finished().length === history.jobs.size);
    const all = await told();
    expect(mostAtOnce(all)).toBe(cap);
    expect(all.map(({ message }) => message).sort()).toEqual(Array.from({ length: crowd }, (_, n) => `"message ${n}"`).sort());
  });

  it('would all work at once without the gate', async () => {
    await startCrowd((await generate()).replace(`"cap":${cap},`, ''));
    expect(mostAtOnce(await told())).toBeGreaterThan(cap);
  });
});
