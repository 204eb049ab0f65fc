import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { V1Job } from '@kubernetes/client-node';
import { Queue } from '../broker/queue.ts';
import { editedImage, image as launcherImage } from './cluster.ts';
import { condition, History, processor } from './history.ts';
import { Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(240_000);

describe('an edit of the ConfigMap while Jobs run', () => {
  let namespace: Namespace;
  let queue: Queue;
  let history: History;
  const script = 'console.log(process.env.EDITION, process.env.MESSAGE); setTimeout(() => {}, 8000)';
  const settings = { jobName: 'edited', interval: 1, keep: { successful: 1000 } };
  const image = (job: V1Job) => job.spec?.template.spec?.containers[0]?.image;
  const edition = (job: V1Job) => job.spec?.template.spec?.containers[0]?.env?.find(({ name }) => name === 'EDITION')?.value;
  const running = () => [...history.pods.values()].filter((pod) => processor(pod)?.state?.running !== undefined);
  let before: V1Job[];

  beforeAll(async () => {
    namespace = await Namespace.create();
    queue = await Queue.declare();
    history = await History.of(namespace.name);
    await namespace.configure({ [queue.name]: { ...settings, ...nodeProcessor(script), parallelism: 2, environment: { EDITION: 'old' } } });
    for (let n = 0; n < 8; n++) await queue.publish({ content: `message ${n}` });
    await history.until('two processors run', () => running().length === 2);
    before = [...history.jobs.values()];
    await namespace.configure({
      [queue.name]: { ...settings, ...nodeProcessor(script, editedImage), parallelism: 4, environment: { EDITION: 'new' } },
    });
    await history.until('all are processed', () => history.finished().length >= 8);
  });

  afterAll(async () => {
    history.end();
    await queue.delete();
    await namespace.delete();
  });

  it('kills no running Job', () => {
    for (const job of before) {
      const now = history.jobs.get(job.metadata?.uid ?? '');
      expect(condition(now ?? {})).toBe('Complete');
      const pods = history.podsOf(job.metadata?.name ?? '');
      expect(pods.map((pod) => processor(pod)?.state?.terminated?.exitCode)).toEqual([0]);
    }
  });

  it('gives new Jobs the new settings, and lets the old ones keep theirs', async () => {
    const names = new Set(before.map(({ metadata }) => metadata?.uid));
    const [old, later] = [before, [...history.jobs.values()].filter(({ metadata }) => !names.has(metadata?.uid))];
    expect(new Set(old.map(edition))).toEqual(new Set(['old']));
    expect(new Set(later.map(edition))).toEqual(new Set(['new']));
    const said = await Promise.all([...history.pods.values()].map((pod) => namespace.log(pod.metadata?.name ?? '')));
    expect(said.filter((line) => line.startsWith('old "message'))).toHaveLength(old.length);
    expect(said.filter((line) => line.startsWith('new "message'))).toHaveLength(8 - old.length);
    expect(old.map(image)).toEqual(old.map(() => launcherImage));
    expect(later.map(image)).toEqual(later.map(() => editedImage));
  });

  it('raises the parallelism to the new one and not beyond', () => {
    expect(history.mostRunning).toBe(4);
  });
});
