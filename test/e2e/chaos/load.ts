import type { V1Pod } from '@kubernetes/client-node';
import { connect } from 'amqplib';
import { address, Queue } from '../../broker/queue.ts';
import { eventually } from '../../eventually.ts';
import { canary, planted } from '../canary.ts';
import { type Cell, nameOf } from '../cells/cell.ts';
import { isProcessorJob } from '../cells/trial.ts';
import { core, kubectl } from '../cluster.ts';
import { condition, processor } from '../history.ts';
import { Namespace } from '../namespace.ts';
import { nodeProcessor } from '../processor.ts';

export interface Order {
  queueType: 'classic' | 'quorum';
  /** Of messages; every tenth is no message at all. */
  count: number;
  /** How long a processor works, in seconds. */
  work: number;
  /** Without it the launchers know of no cap. */
  gated: boolean;
}

export const cap = 5;
const retries = 10;

/** Says when it begins and how it ends, by the node's clock. */
const script = (seconds: number) => `const { n } = JSON.parse(process.env.MESSAGE);
const say = (what) => console.log(JSON.stringify({ what, n, target: process.env.TARGET, time: Date.now() }));
process.on('SIGTERM', () => { say('stopped'); process.exit(143); });
say('began');
setTimeout(() => { say('done'); process.exit(0); }, ${seconds * 1000});`;

export const isBad = (n: number) => n % 10 === 9;

/** The queue of one cell, its messages, and the entry that works on them. */
export class Load {
  readonly cell: Cell;
  readonly order: Order;
  readonly namespace: Namespace;
  readonly queue: string;
  /** Since when the broker has each message for certain, in milliseconds. */
  readonly publishedAt: number[] = [];

  private constructor(cell: Cell, order: Order, namespace: Namespace, queue: string) {
    this.cell = cell;
    this.order = order;
    this.namespace = namespace;
    this.queue = queue;
  }

  static async of(cell: Cell, order: Order): Promise<Load> {
    const queue = await Queue.declare({ arguments: { 'x-queue-type': order.queueType } });
    await queue.close();
    const load = new Load(cell, order, await Namespace.create(), queue.name);
    await load.#configure();
    return load;
  }

  /** The next so many of its messages. */
  async publish(many = this.order.count): Promise<void> {
    const next = Array.from({ length: this.order.count }, (_, n) => n)
      .slice(this.publishedAt.length)
      .slice(0, Math.max(0, many));
    await onChannel(async (channel) => {
      for (const n of next) {
        const body = isBad(n) ? `${n} ${canary.content}` : JSON.stringify(planted({ n }));
        channel.sendToQueue(this.queue, Buffer.from(body), { persistent: true, messageId: String(n), headers: { n } });
      }
      await channel.waitForConfirms();
    });
    this.publishedAt.push(...next.map(() => Date.now()));
  }

  async #configure(): Promise<void> {
    const { cell, namespace, order, queue } = this;
    const keep = { successful: 1000, failed: 1000 };
    const entry = { jobName: 'load', ...cell, ...nodeProcessor(script(order.work)), parallelism: cap, interval: 1, retries, keep };
    const manifests = await namespace.generate({ [queue]: entry });
    await kubectl(['apply', '--server-side', '-f', '-'], order.gated ? manifests : manifests.replace(`"cap":${cap},`, ''));
  }

  get name(): string {
    return nameOf(this.cell);
  }

  get dead(): string {
    return `${this.queue}.dead`;
  }

  /** Nothing waits and nobody works. */
  async isOver(): Promise<boolean> {
    return (await this.left()) === undefined;
  }

  /** What keeps it from being over, if only that the broker or the API server does not say. */
  async left(): Promise<string | undefined> {
    try {
      const jobs = await this.namespace.jobs();
      const unfinished = jobs.filter((job) => condition(job) === undefined).map(({ metadata }) => metadata?.name);
      const ready = await readyIn(this.queue);
      if (jobs.length > 0 && unfinished.length === 0 && ready === 0) return undefined;
      return `${this.name}, ${this.namespace.name}: ${ready} messages, of ${jobs.length} Jobs unfinished: ${unfinished.join(' ') || 'none'}`;
    } catch (error) {
      return `${this.name}: ${(error as Error).message}`;
    }
  }

  /** How many KEDA has made; none where the API server does not say. */
  async jobs(): Promise<number> {
    const made = (await this.namespace.jobs().catch(() => [])).filter((job) => !isProcessorJob(job));
    return made.length;
  }

  async running(): Promise<V1Pod[]> {
    const { items } = await core.listNamespacedPod({ namespace: this.namespace.name });
    return items.filter((pod) => processor(pod)?.state?.running !== undefined && pod.metadata?.deletionTimestamp === undefined);
  }

  async deadLetters(): Promise<{ n: number; reason: unknown; target: unknown }[]> {
    const queue = await Queue.declare({}, address, this.dead);
    const letters = await Promise.all(Array.from({ length: await queue.ready() }, () => queue.take(this.dead)));
    await queue.close();
    return letters.map(({ properties: { headers = {} } }) => ({
      n: Number(headers.n),
      reason: headers['x-event-jobs-reason'],
      target: headers['x-event-jobs-target'],
    }));
  }

  /** Of Jobs that have failed for good: with dispatch their messages are in their Secrets, with completion the broker has them. */
  async failed(): Promise<number[]> {
    if (this.cell.acknowledge === 'completion') return [];
    const failed = (await this.namespace.jobs()).filter((job) => condition(job) === 'Failed').map(({ metadata }) => metadata?.uid);
    const secrets = await this.namespace.secrets();
    const theirs = secrets.filter(({ metadata }) => failed.includes(metadata?.ownerReferences?.[0]?.uid));
    return theirs.map(({ data }) => (JSON.parse(Buffer.from(data?.MESSAGE ?? '', 'base64').toString()) as { n: number }).n);
  }

  /** Resolves when the node is rid of its pods: they would be in the way of what comes next. */
  async end(): Promise<void> {
    await this.namespace.delete();
    const pods = async () => (await core.listNamespacedPod({ namespace: this.namespace.name }).catch(() => undefined))?.items.length;
    await eventually(`the pods of ${this.name} are gone`, async () => (await pods()) === 0, 300);
    await onChannel(async (channel) => {
      for (const queue of [this.queue, this.dead]) await channel.deleteQueue(queue);
    });
  }
}

function readyIn(queue: string): Promise<number> {
  return onChannel(async (channel) => (await channel.checkQueue(queue)).messageCount);
}

type Channel = Awaited<ReturnType<Awaited<ReturnType<typeof connect>>['createConfirmChannel']>>;

/** On a connection of its own: none outlives the broker. */
async function onChannel<T>(use: (channel: Channel) => Promise<T>): Promise<T> {
  const { host: hostname, port, username, password } = address;
  const connection = await connect({ hostname, port, username, password });
  connection.on('error', () => {});
  try {
    return await use(await connection.createConfirmChannel());
  } finally {
    await connection.close().catch(() => {});
  }
}
