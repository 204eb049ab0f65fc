import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { targetOf } from '../../handler/target.ts';
import { mostAtOnce } from './atOnce.ts';
import { type BatchPod, batchOutcome, isComplete, type Outcome } from './batchWork.ts';
import { condition, processor } from './history.ts';

jest.setTimeout(300_000);

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `message ${n}`);
const seconds = (count: number) => `setTimeout(tell, ${count * 1000})`;
const toldBy = (pods: readonly BatchPod[]) => pods.map(({ told }) => told).filter((told) => told !== undefined);

function targetIn({ job, told }: BatchPod): string {
  const { name = '', namespace = '', uid = '' } = job.metadata ?? {};
  return targetOf('batch', { name, namespace, uid, index: told?.index ?? -1 });
}

const scenes = [
  {
    title: 'twenty-five messages at once, ten to a Job and two Jobs at once,',
    order: { keys: { batch: { size: 10 }, parallelism: 20 }, work: seconds(3), messages: numbered(25) },
    leastJobs: 3,
  },
  {
    title: 'a message every two seconds, each with fifteen seconds of work, three to a Job and ten Jobs at once,',
    order: { keys: { batch: { size: 3 }, parallelism: 30 }, work: seconds(15), messages: numbered(8), every: 2 },
    leastJobs: 3,
  },
  {
    title: 'twelve messages at once, six to a Job of which two are worked on, and three Jobs at once,',
    order: { keys: { batch: { size: 6, parallelism: 2 }, parallelism: 6 }, work: seconds(5), messages: numbered(12) },
    // Two have a place for every message, but not at once.
    leastJobs: 3,
  },
];

describe.each(scenes)('a batch: $title', ({ order: { keys, ...order }, leastJobs }) => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await batchOutcome({ keys, ...order });
    const { jobs, pods, unusedRoom } = outcome;
    const told = toldBy(pods);
    const figures = `${jobs.length} Jobs, ${pods.length} pods, ${mostAtOnce(told)} at most at once, room unused for ${unusedRoom} s`;
    console.log(figures);
  });

  it('processes each exactly once', () => {
    const messages = toldBy(outcome.pods).map(({ message }) => message);
    expect(messages.sort()).toEqual([...order.messages].sort());
    expect(outcome.jobs.filter((job) => !isComplete(job))).toEqual([]);
  });

  it('gives each index a TARGET of its own, of the Job’s UID and the index', () => {
    const working = outcome.pods.filter(({ told }) => told !== undefined);
    expect(working.map(({ told }) => told?.target)).toEqual(working.map(targetIn));
    expect(outcome.secrets.sort()).toEqual(working.map(targetIn).sort());
    expect(new Set(outcome.secrets).size).toBe(order.messages.length);
  });

  it('never has more than `parallelism` processors at once', () => {
    expect(mostAtOnce(toldBy(outcome.pods))).toBeLessThanOrEqual(keys.parallelism);
  });

  it('lets no message wait while KEDA may make another Job', () => {
    expect(outcome.unusedRoom).toBeLessThan(5);
    expect(outcome.jobs.length).toBeGreaterThanOrEqual(leastJobs);
  });

  it('ends the pods that are more than messages well, and they say that the queue was empty', () => {
    const places = outcome.jobs.length * keys.batch.size;
    const surplus = outcome.pods.filter(({ told }) => told === undefined);
    expect(outcome.pods).toHaveLength(places);
    expect(surplus).toHaveLength(places - order.messages.length);
    for (const { pod, launcherLog } of surplus) {
      expect(processor(pod)?.state?.terminated?.exitCode).toBe(0);
      expect(launcherLog).toContain('the queue is empty');
    }
  });
});

describe('an index of a batch whose processor fails', () => {
  /** The job controller counts them for each index. */
  const failures = {
    name: 'FAILURES',
    valueFrom: { fieldRef: { fieldPath: "metadata.annotations['batch.kubernetes.io/job-index-failure-count']" } },
  };
  const work = "tell(); if (message === 'hopeless' || (message === 'flaky' && FAILURES === '0')) process.exit(7)";
  let pods: BatchPod[];
  let outcome: Outcome;
  const of = (message: string) => pods.filter(({ told }) => told?.message === message);
  const exitCodes = (message: string) => of(message).map(({ pod }) => processor(pod)?.state?.terminated?.exitCode);

  beforeAll(async () => {
    const keys = { batch: { size: 3 }, parallelism: 3, retries: 1, environment: [failures] };
    outcome = await batchOutcome({ keys, work, messages: ['fine', 'flaky', 'hopeless'] });
    pods = outcome.pods;
  });

  it('keeps its message for its next pod, and no other index gets it', () => {
    expect(exitCodes('fine')).toEqual([0]);
    expect(exitCodes('flaky').sort()).toEqual([0, 7]);
    expect(new Set(of('flaky').map(({ told }) => told?.target)).size).toBe(1);
    expect(of('flaky').map(targetIn)).toEqual(of('flaky').map(({ told }) => told?.target));
  });

  it('fails for good by itself, and its message stays in its Secret', () => {
    expect(exitCodes('hopeless')).toEqual([7, 7]);
    const [lost] = of('hopeless');
    expect(outcome.secrets).toContain(lost?.told?.target);
    const [job] = outcome.jobs.filter(({ metadata }) => metadata?.uid === lost?.job.metadata?.uid);
    expect(condition(job ?? {})).toBe('Failed');
    expect(job?.status?.failedIndexes).toBe(String(lost?.told?.index));
    expect(outcome.secrets).toHaveLength(3);
  });
});
