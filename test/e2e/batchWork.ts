import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Job, V1Pod } from '@kubernetes/client-node';
import { Queue } from '../broker/queue.ts';
import { condition, History, processor } from './history.ts';
import { Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';
import { UnusedRoom } from './unusedRoom.ts';

export interface Order {
  /** Of the entry. */
  keys: { batch: { size: number; parallelism?: number }; parallelism: number; retries?: number; environment?: object[] };
  /** The processor's, which has `index`, `message` and `target` and ends by `tell`. */
  work: string;
  messages: readonly string[];
  /** Between two messages, in seconds. */
  every?: number;
}

/** What a processor says of itself, by the node's clock. */
export interface Told {
  began: number;
  ended: number;
  message: string;
  target: string;
  index: number;
}

export interface BatchPod {
  pod: V1Pod;
  job: V1Job;
  told: Told | undefined;
  launcherLog: string;
}

export interface Outcome {
  jobs: V1Job[];
  pods: BatchPod[];
  secrets: string[];
  /** In seconds; see there. */
  unusedRoom: number;
}

const script = (work: string) => `const began = Date.now();
const { MESSAGE, TARGET: target, JOB_COMPLETION_INDEX, FAILURES } = process.env;
const [message, index] = [JSON.parse(MESSAGE), Number(JOB_COMPLETION_INDEX)];
const tell = () => console.log(JSON.stringify({ began, ended: Date.now(), message, target, index }));
${work}`;

/** Runs an entry named `batch` on the messages until all its Jobs are finished, and cleans up. */
export async function batchOutcome({ keys, work, messages, every = 0 }: Order): Promise<Outcome> {
  const namespace = await Namespace.create();
  const queue = await Queue.declare();
  const history = await History.of(namespace.name);
  const mostJobs = Math.floor(keys.parallelism / (keys.batch.parallelism ?? keys.batch.size));
  const room = new UnusedRoom(queue, history, mostJobs);
  try {
    await namespace.configure({
      [queue.name]: { jobName: 'batch', ...nodeProcessor(script(work)), interval: 1, keep: { successful: 1000 }, ...keys },
    });
    for (const content of messages) {
      await queue.publish({ content });
      await sleep(every * 1000);
    }
    const finished = async () => (await queue.ready()) === 0 && history.jobs.size > 0 && history.finished().length === history.jobs.size;
    await history.until('all messages are taken and all Jobs finished', finished, 200);
    const jobs = [...history.jobs.values()];
    const pods = await Promise.all(jobs.flatMap((job) => history.podsOf(job.metadata?.name ?? '').map((pod) => read(namespace, job, pod))));
    const secrets = (await namespace.secrets()).map(({ metadata }) => metadata?.name ?? '');
    return { jobs, pods, secrets, unusedRoom: await room.longest() };
  } finally {
    await room.longest();
    history.end();
    await queue.delete();
    await namespace.delete();
  }
}

async function read(namespace: Namespace, job: V1Job, pod: V1Pod): Promise<BatchPod> {
  const name = pod.metadata?.name ?? '';
  const launcherLog = await namespace.log(name, 'launcher');
  // A launcher that failed leaves its pod without a processor, and so without a log of one.
  const said = processor(pod)?.state?.terminated === undefined ? '' : await namespace.log(name);
  return { pod, job, told: said.startsWith('{') ? (JSON.parse(said) as Told) : undefined, launcherLog };
}

export function isComplete(job: V1Job): boolean {
  return condition(job) === 'Complete';
}
