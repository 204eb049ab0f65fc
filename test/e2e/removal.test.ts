import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Queue } from '../broker/queue.ts';
import { custom, kubectl } from './cluster.ts';
import { condition, History, processor } from './history.ts';
import { type Entry, Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(300_000);

interface ScaledJob {
  metadata: { name: string; annotations: Record<string, string> };
}

describe('an entry that is renamed, and one that is taken out, while both have work', () => {
  let namespace: Namespace;
  let queues: { renamed: Queue; left: Queue };
  let history: History;
  const directory = mkdtempSync(join(tmpdir(), 'removal-'));
  const script = 'setTimeout(() => console.log(process.env.MESSAGE), 6000)';
  const entry = (jobName: string): Entry => ({
    ...nodeProcessor(script),
    jobName,
    parallelism: 2,
    interval: 1,
    keep: { successful: 1000 },
  });
  const apply = async (entries: Record<string, Entry>, ...options: string[]) => {
    await namespace.generate(entries, '-o', directory, ...options);
    await kubectl(['apply', '--server-side', '-k', directory]);
  };
  const running = (name: string) =>
    [...history.pods.values()].filter(
      (pod) => pod.metadata?.labels?.['event-jobs.goci.io/entry'] === name && processor(pod)?.state?.running !== undefined,
    );
  const scaledJobs = async () => {
    const list = await custom.listNamespacedCustomObject({
      group: 'keda.sh',
      version: 'v1alpha1',
      namespace: namespace.name,
      plural: 'scaledjobs',
    });
    return (list as { items: ScaledJob[] }).items;
  };
  const processedOf = async (name: string) => {
    const pods = [...history.pods.values()].filter((pod) => pod.metadata?.labels?.['event-jobs.goci.io/entry'] === name);
    const said = await Promise.all(pods.map((pod) => namespace.log(pod.metadata?.name ?? '')));
    return said.flatMap((text) => text.split('\n').filter((line) => line !== ''));
  };

  beforeAll(async () => {
    namespace = await Namespace.create();
    queues = { renamed: await Queue.declare(), left: await Queue.declare() };
    history = await History.of(namespace.name);
    await apply({ [queues.renamed.name]: entry('before'), [queues.left.name]: entry('leaving') });
    for (const queue of Object.values(queues)) for (let n = 0; n < 6; n++) await queue.publish({ content: `message ${n}` });
    await history.until('both entries run as much as they may', () => running('before').length === 2 && running('leaving').length === 2);
    await apply({ [queues.renamed.name]: entry('after') });
    await history.until('every message of the renamed entry is processed', async () => {
      const ended = history.finished().filter(({ metadata }) => metadata?.labels?.['event-jobs.goci.io/entry'] !== 'leaving');
      return ended.length >= 6 && (await queues.renamed.ready()) === 0;
    });
  });

  afterAll(async () => {
    history.end();
    rmSync(directory, { recursive: true });
    await Promise.all(Object.values(queues).map((queue) => queue.delete()));
    await namespace.delete();
  });

  it('keeps both ScaledJobs, paused and marked as draining', async () => {
    const marks = Object.fromEntries(
      (await scaledJobs()).map(({ metadata: { name, annotations } }) => [
        name,
        [annotations['autoscaling.keda.sh/paused'], annotations['event-jobs.goci.io/draining']],
      ]),
    );
    expect(marks).toEqual({ before: ['true', 'true'], leaving: ['true', 'true'], after: ['false', undefined] });
  });

  it('kills no running Job: every one that began has ended well', () => {
    expect(history.jobs.size).toBeGreaterThanOrEqual(8);
    expect([...history.jobs.values()].filter((job) => condition(job) !== 'Complete').map(({ metadata }) => metadata?.name)).toEqual([]);
  });

  it('loses nothing: the new name works on what the old one left, and what nobody works on stays in its queue', async () => {
    const all = Array.from({ length: 6 }, (_, n) => `"message ${n}"`);
    const [before, after] = [await processedOf('before'), await processedOf('after')];
    expect(before.length).toBeGreaterThanOrEqual(2);
    expect([...before, ...after].sort()).toEqual(all);
    const leaving = await processedOf('leaving');
    expect(new Set(leaving).size).toBe(leaving.length);
    expect(leaving.length + (await queues.left.ready())).toBe(6);
  });

  it('goes with --prune: the directory and its kustomization know the new entry only', async () => {
    await namespace.generate({ [queues.renamed.name]: entry('after') }, '-o', directory, '--prune');
    const built = await kubectl(['kustomize', directory]);
    expect([...built.matchAll(/^kind: ScaledJob\nmetadata:(?:\n {2}.*)*?\n {2}name: (.*)$/gm)].map(([, name]) => name)).toEqual(['after']);
  });
});
