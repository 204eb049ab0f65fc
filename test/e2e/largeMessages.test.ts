import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Queue } from '../broker/queue.ts';
import { condition, History } from './history.ts';
import { Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(180_000);

const mebi = 1024 * 1024;
const filled = (size: number, text: string) => text.padEnd(size, 'x');

/** Each as heavy as a message can be in its way: on the wire, decoded, parsed, or written again. */
const bad: [body: string, reason: RegExp][] = [
  [filled(16 * mebi + 1, ''), /^the message has 16777217 bytes; 16777216 are allowed$/],
  [`{"content":"${filled(16 * mebi - 14, '')}"}`, /^the message takes \d+ bytes in a Secret; 1048576 are allowed$/],
  [`{"content":"€${filled(16 * mebi - 17, '')}"}`, /^the message takes \d+ bytes in a Secret/],
  [`{"content":[${'[],'.repeat(5 * mebi)}[]]}`, /^the message has more values than a Secret has room for$/],
  [`{"content":[${'{},'.repeat(mebi / 3 - 10)}{}]}`, /^the message takes \d+ bytes in a Secret/],
  [`{"content":${'['.repeat(mebi / 4)}${']'.repeat(mebi / 4)}}`, /^content is nested too deeply$/],
  [
    JSON.stringify({
      content: '',
      environment: Object.fromEntries(Array.from({ length: 120_000 }, (_, n) => [`NAME_${n}`, filled(100, '')])),
    }),
    /^the message takes \d+ bytes in a Secret/,
  ],
];
const good = [200 * 1024, 900 * 1024];

describe('messages of any size and shape', () => {
  let namespace: Namespace;
  let queue: Queue;
  let history: History;
  const count = bad.length + good.length;

  beforeAll(async () => {
    namespace = await Namespace.create();
    queue = await Queue.declare();
    history = await History.of(namespace.name);
    for (const [body] of bad) await queue.publish(body);
    for (const size of good) await queue.publish({ content: filled(size, '') });
    const script = 'console.log(process.env.MESSAGE, require("fs").statSync(process.env.MESSAGE_FILE).size)';
    const entry = { jobName: 'large', ...nodeProcessor(script), parallelism: 2, interval: 1, retries: 0, keep: { successful: 1000 } };
    await namespace.configure({ [queue.name]: entry });
    await history.until('all messages are settled', () => history.finished().length >= count);
  });

  afterAll(async () => {
    history.end();
    await queue.delete(`${queue.name}.dead`);
    await namespace.delete();
  });

  it('never end a launcher by its memory limit', () => {
    expect([...history.jobs.values()].map(condition)).toEqual(Array.from({ length: count }, () => 'Complete'));
  });

  it('are dead-lettered with the reason where they cannot be kept', async () => {
    expect(await queue.ready(`${queue.name}.dead`)).toBe(bad.length);
    for (const _ of bad) {
      const { content, properties } = await queue.take(`${queue.name}.dead`);
      const [, reason] = bad.find(([body]) => content.equals(Buffer.from(body))) ?? [];
      expect(properties.headers?.['x-event-jobs-reason']).toMatch(reason ?? 'a body that was sent');
    }
  });

  it('reach their processor by MESSAGE_FILE where they are over the kernel’s limit for a variable', async () => {
    const outputs = await Promise.all([...history.pods.values()].map((pod) => namespace.log(pod.metadata?.name ?? '')));
    const told = outputs.filter((output) => !output.startsWith('handover:'));
    expect(told.sort()).toEqual(good.map((size) => `undefined ${size + 2}\n`).sort());
  });
});
