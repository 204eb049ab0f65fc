import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Queue } from '../broker/queue.ts';
import { condition, History } from './history.ts';
import { Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(180_000);

const bad: [body: unknown, reason: string][] = [
  ['{"content', 'the message is not JSON'],
  [Buffer.from([0xff]), 'the message is not UTF-8'],
  [{ environment: {} }, 'the message has no content'],
  [{ content: 'x', environment: ['A'] }, 'environment is not an object of names and strings'],
  [{ content: 'x', environment: { LD_PRELOAD: '/x.so' } }, 'environment: variable 1 is LD_*, which a message must not set'],
  [{ content: 'x', environment: { TARGET: 'x' } }, 'environment: variable 1 is TARGET, which the contract sets'],
];

describe('bad messages among good ones', () => {
  let namespace: Namespace;
  let queue: Queue;
  let history: History;
  const good = [0, 1, 2, 3, 4, 5];

  beforeAll(async () => {
    namespace = await Namespace.create();
    queue = await Queue.declare();
    history = await History.of(namespace.name);
    for (const [place, [body]] of bad.entries()) {
      await queue.publish({ content: good[place] === undefined ? '' : String(good[place]) });
      await queue.publish(body);
    }
    const processor = nodeProcessor('console.log(process.env.MESSAGE)');
    await namespace.configure({
      [queue.name]: { jobName: 'mixed', ...processor, parallelism: 4, interval: 1, keep: { successful: 1000 } },
    });
    await history.until('all messages are settled', () => history.finished().length >= bad.length + good.length);
  });

  afterAll(async () => {
    history.end();
    await queue.delete(`${queue.name}.dead`);
    await namespace.delete();
  });

  it('all go to the dead letters, each with its reason', async () => {
    const dead = `${queue.name}.dead`;
    expect(await queue.ready(dead)).toBe(bad.length);
    const reasons = new Map<string, string>();
    for (const _ of bad) {
      const { content, properties } = await queue.take(dead);
      reasons.set(content.toString('hex'), properties.headers?.['x-event-jobs-reason'] as string);
    }
    const expected = bad.map(([body, reason]) => {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      return [bytes.toString('hex'), reason] as const;
    });
    expect(reasons).toEqual(new Map(expected));
  });

  it('do not keep the good ones from being processed', async () => {
    const outputs = await Promise.all([...history.pods.values()].map((pod) => namespace.log(pod.metadata?.name ?? '')));
    const messages = outputs.filter((output) => !output.startsWith('handover:')).map((output) => output.trim());
    expect(messages.sort()).toEqual(good.map((n) => `"${n}"`));
  });

  it('end their Jobs well, with no Secret', async () => {
    await history.until('no Job is unfinished', () => history.finished().length === history.jobs.size);
    expect([...history.jobs.values()].map(condition)).toEqual(Array.from(history.jobs.values(), () => 'Complete'));
    expect(await namespace.secrets()).toHaveLength(good.length);
  });

  it('leave nothing of any message in a launcher’s log', async () => {
    const logs = await Promise.all([...history.pods.values()].map((pod) => namespace.log(pod.metadata?.name ?? '', 'launcher')));
    expect(logs.join('')).toContain('the message is not JSON');
    expect(logs.join('')).not.toMatch(/\{\\?"content|\/x\.so/);
  });
});
