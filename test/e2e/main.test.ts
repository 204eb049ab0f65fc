import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { V1Job } from '@kubernetes/client-node';
import { parse } from 'yaml';
import { address, Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { cells, nameOf } from './cells/cell.ts';
import { Stage } from './cells/stage.ts';
import { undisturbed } from './cells/undisturbed.ts';
import { batch } from './cluster.ts';
import { condition, History, processor } from './history.ts';
import { type Entry, Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(240_000);

const count = 30;
const example = parse(readFileSync('manifests/example/configmap.yaml', 'utf8')) as { data: { invoices: string } };

/** The example's entry, with a processor that tells its environment and works for a second, in an image that this cluster has. */
const entry: Entry = {
  ...(parse(example.data.invoices) as Entry),
  ...nodeProcessor('console.log(JSON.stringify(process.env)); setTimeout(() => {}, 1000)'),
  keep: { successful: 1000 },
};

describe('thirty messages, five at once, from the example ConfigMap', () => {
  let namespace: Namespace;
  let queue: Queue;
  let history: History;
  const processed: Record<string, string>[] = [];
  let working: V1Job[];

  beforeAll(async () => {
    namespace = await Namespace.create();
    queue = await Queue.declare({}, address, `invoices-${randomUUID()}`);
    history = await History.of(namespace.name);
    await namespace.configure({ [queue.name]: entry });
    for (let n = 0; n < count; n++)
      await queue.publish({ content: { n }, environment: { NUMBER: String(n), 'number.as-is': `"${n}"\n` } }, { messageId: `m${n}` });
    await history.until('all processors ended', () => history.finished().length >= count);
    await history.until('no Job is unfinished', () => history.finished().length === history.jobs.size);
    for (const pod of history.pods.values()) {
      const output = await namespace.log(pod.metadata?.name ?? '');
      if (output !== '' && !output.startsWith('handover:')) processed.push(JSON.parse(output) as Record<string, string>);
    }
    const targets = new Set(processed.map(({ TARGET }) => TARGET));
    working = [...history.jobs.values()].filter((job) => targets.has(`invoice-mailer-${job.metadata?.uid}`));
  });

  afterAll(async () => {
    history.end();
    await queue.delete();
    await namespace.delete();
  });

  it('are each processed exactly once', () => {
    expect(processed.map(({ MESSAGE }) => MESSAGE).sort()).toEqual(Array.from({ length: count }, (_, n) => `{"n":${n}}`).sort());
  });

  it('reach their processors with the contract and both kinds of environment', () => {
    for (const { MESSAGE = '', ...variables } of processed) {
      const { n } = JSON.parse(MESSAGE) as { n: number };
      expect(variables).toMatchObject({
        ISSUER: 'goci/kubernetes-event-job',
        TARGET: expect.stringMatching(/^invoice-mailer-[0-9a-f-]{36}$/),
        CHECKSUM: createHash('sha1').update(`${namespace.name}:invoice-mailer:${MESSAGE}`).digest('hex'),
        MESSAGE_ID: `m${n}`,
        MESSAGE_FILE: '/event/message',
        MAIL_FROM: 'billing@example.com',
        NUMBER: String(n),
        'number.as-is': `"${n}"\n`,
      });
    }
  });

  it('never run more than five processors at once, and do reach five', () => {
    expect(history.mostRunning).toBe(5);
  });

  it('leave the queue empty, with nothing that comes back from a launcher', async () => {
    // All launchers have ended: what one of them had not acknowledged would be ready again.
    expect(await queue.ready()).toBe(0);
  });

  it('make thirty Jobs with one message each; any other ended as empty', async () => {
    expect(working).toHaveLength(count);
    const others = [...history.jobs.values()].filter((job) => !working.includes(job));
    console.log(`${others.length} Jobs found the queue empty`);
    for (const job of others) {
      expect(condition(job)).toBe('Complete');
      const [pod] = history.podsOf(job.metadata?.name ?? '');
      expect(await namespace.log(pod?.metadata?.name ?? '', 'launcher')).toContain('the queue is empty');
    }
  });

  it('need one pod each', () => {
    for (const job of working) {
      const pods = history.podsOf(job.metadata?.name ?? '');
      expect(pods.map((pod) => processor(pod)?.state?.terminated?.exitCode)).toEqual([0]);
    }
  });

  it('are kept in immutable Secrets that their Jobs own, and that go with them', async () => {
    const secrets = await namespace.secrets();
    expect(secrets).toHaveLength(count);
    for (const { immutable, metadata } of secrets) {
      expect(immutable).toBe(true);
      const owner = metadata?.ownerReferences?.[0];
      expect(metadata?.name).toBe(`invoice-mailer-${owner?.uid}`);
      expect(working.some((job) => job.metadata?.uid === owner?.uid && job.metadata?.name === owner?.name)).toBe(true);
    }
    await batch.deleteCollectionNamespacedJob({ namespace: namespace.name, propagationPolicy: 'Background' });
    await eventually('the Secrets are gone', async () => (await namespace.secrets()).length === 0);
  });
});

/** Of the other cells than the example's. */
describe('six messages, three at once: no Job stands down, and one that does not work has found the queue empty', () => {
  for (const cell of cells.filter(({ runner, acknowledge }) => runner !== 'exec' || acknowledge !== 'dispatch'))
    it(nameOf(cell), async () => {
      const stage = await Stage.of(cell);
      try {
        await undisturbed(stage);
      } finally {
        await stage.end();
      }
    });
});
