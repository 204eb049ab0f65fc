import type { V1Job, V1JobSpec, V1Pod, V1Secret } from '@kubernetes/client-node';
import type { GetMessage, Options } from 'amqplib';
import { kedaLabel, labels, pausedAnnotation } from '../../../handler/contract.ts';
import { Queue } from '../../broker/queue.ts';
import type { Span } from '../atOnce.ts';
import { batch, custom, ifGone, kubectl, mergePatch } from '../cluster.ts';
import { condition, launcher, processor } from '../history.ts';
import { split } from '../manifests.ts';
import { nodeProcessor } from '../processor.ts';
import type { Stage } from './stage.ts';

/** For how long anything is waited for, in seconds: all trials share a node, which on a slow machine is full for minutes. */
export const patience = 900;

/** What a processor says of itself at its end. */
export interface Told extends Span {
  env: Record<string, string>;
}

/** For an entry: the processor's work, which ends with `tell()`. Node as process 1 has no handler of SIGTERM by itself. */
export function processorOf(work: string) {
  return nodeProcessor(`const began = Date.now(), { env } = process; process.on('SIGTERM', () => process.exit(143));
const tell = (more) => console.log(JSON.stringify({ began, ended: Date.now(), env, ...more }));
${work}`);
}

/** One entry of a cell, its queue, and what becomes of its messages. */
export class Trial {
  readonly stage: Stage;
  readonly name: string;
  readonly queue: Queue;

  private constructor(stage: Stage, name: string, queue: Queue) {
    this.stage = stage;
    this.name = name;
    this.queue = queue;
  }

  static async of(stage: Stage, name: string, queue: Options.AssertQueue = {}): Promise<Trial> {
    return new Trial(stage, name, await Queue.declare(queue));
  }

  /** Tries an entry by this name on its queue, and cleans up after. */
  static async run<T>(stage: Stage, name: string, play: (trial: Trial) => Promise<T>, queue: Options.AssertQueue = {}): Promise<T> {
    const trial = await Trial.of(stage, name, queue);
    try {
      return await play(trial);
    } finally {
      await trial.#pause();
      await trial.queue.delete(trial.dead);
    }
  }

  /** KEDA would ask for the deleted queue once a second, to the end of the suite. */
  async #pause(): Promise<void> {
    const { namespace } = this.stage;
    const scaledJob = { group: 'keda.sh', version: 'v1alpha1', plural: 'scaledjobs', namespace: namespace.name, name: this.name };
    const body = { metadata: { annotations: { [pausedAnnotation]: 'true' } } };
    await custom.patchNamespacedCustomObject({ ...scaledJob, body }, mergePatch).catch(ifGone);
  }

  get dead(): string {
    return `${this.queue.name}.dead`;
  }

  entry(keys: Record<string, unknown>) {
    return { [this.queue.name]: { jobName: this.name, interval: 1, keep: { successful: 1000 }, ...this.stage.cell, ...keys } };
  }

  configure(keys: Record<string, unknown>): Promise<string> {
    return this.stage.namespace.configure(this.entry(keys));
  }

  /** Makes the Job that KEDA would make, without KEDA. */
  async startJob(
    keys: Record<string, unknown>,
    name = `${this.name}-by-hand`,
    change: (spec: V1JobSpec) => void = () => {},
  ): Promise<void> {
    const { shared, labels: own, spec } = split(await this.stage.namespace.generate(this.entry(keys)));
    await kubectl(['apply', '--server-side', '-f', '-'], shared);
    change(spec);
    const metadata = { name, labels: { ...own, [kedaLabel]: this.name } };
    await batch.createNamespacedJob({ namespace: this.stage.namespace.name, body: { metadata, spec } });
  }

  jobs(): V1Job[] {
    return [...this.stage.history.jobs.values()].filter(({ metadata }) => metadata?.labels?.[labels.entry] === this.name);
  }

  /** Of a cell with the runner `exec`: the launchers'. */
  processorJobs(): V1Job[] {
    return this.stage.cell.runner === 'exec' ? this.launcherJobs() : this.jobs().filter(isProcessorJob);
  }

  launcherJobs(): V1Job[] {
    return this.jobs().filter((job) => !isProcessorJob(job));
  }

  /** Of each launcher's Job, with the processor's Job that it made: from its creation to the end of both. */
  pieces(): Span[] {
    return this.launcherJobs().map((job) => {
      const made = this.jobs().filter(({ metadata }) => metadata?.labels?.[labels.launcher] === job.metadata?.uid);
      return { began: Number(new Date(job.metadata?.creationTimestamp ?? 0)), ended: Math.max(...[job, ...made].map(endOf)) };
    });
  }

  podsOf(jobs: readonly V1Job[]): V1Pod[] {
    return jobs.flatMap(({ metadata }) => this.stage.history.podsOf(metadata?.name ?? ''));
  }

  /** Exit codes of the processors that have ended. */
  exitCodes(jobs = this.processorJobs()): number[] {
    return this.podsOf(jobs).flatMap((pod) => processor(pod)?.state?.terminated?.exitCode ?? []);
  }

  running(): V1Pod[] {
    return this.podsOf(this.processorJobs()).filter((pod) => processor(pod)?.state?.running !== undefined);
  }

  async secrets(): Promise<V1Secret[]> {
    return (await this.stage.namespace.secrets()).filter(({ metadata }) => metadata?.labels?.[labels.entry] === this.name);
  }

  /** The queue is empty, and so many launchers' Jobs at least have ended, and no Job of the entry has not. `first` is done at every look. */
  settled(launchers: number, first: () => Promise<void> = async () => {}): Promise<void> {
    const { history } = this.stage;
    return history.until(
      `${this.name} has settled its messages`,
      async () => {
        await first();
        const ended = this.jobs().every((job) => condition(job) !== undefined);
        return ended && this.launcherJobs().length >= launchers && (await this.queue.ready()) === 0;
      },
      patience,
    );
  }

  async told(): Promise<Told[]> {
    const ended = this.podsOf(this.processorJobs()).filter((pod) => processor(pod)?.state?.terminated !== undefined);
    const logs = await Promise.all(ended.map((pod) => this.stage.namespace.log(pod.metadata?.name ?? '')));
    return logs.flatMap((log) => log.split('\n').filter((line) => line.startsWith('{'))).map((line) => JSON.parse(line) as Told);
  }

  async launcherLog(jobs = this.launcherJobs()): Promise<string> {
    const begun = this.podsOf(jobs).filter((pod) => launcher(pod)?.containerID !== undefined);
    return (await Promise.all(begun.map((pod) => this.stage.namespace.log(pod.metadata?.name ?? '', 'launcher')))).join('');
  }

  /** Takes all dead letters out of their queue. */
  async deadLetters(): Promise<GetMessage[]> {
    const { messageCount } = await this.queue.channel.assertQueue(this.dead, { durable: true });
    return Promise.all(Array.from({ length: messageCount }, () => this.queue.take(this.dead)));
  }
}

export function isProcessorJob({ metadata }: V1Job): boolean {
  return metadata?.labels?.[labels.launcher] !== undefined;
}

function endOf({ status }: V1Job): number {
  const end = status?.conditions?.find(({ type, status }) => ['Complete', 'Failed'].includes(type) && status === 'True');
  return end === undefined ? Number.POSITIVE_INFINITY : Number(new Date(end.lastTransitionTime ?? 0));
}
