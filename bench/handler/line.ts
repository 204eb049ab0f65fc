/** One contender on KEDA: its ScaledJob and its queue. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import { kedaLabel } from '../../handler/contract.ts';
import { Queue } from '../../test/broker/queue.ts';
import { batch, kubectl } from '../../test/e2e/cluster.ts';
import { History, launcher, processor } from '../../test/e2e/history.ts';
import type { Namespace } from '../../test/e2e/namespace.ts';
import { type Contender, idle, manifests } from './scaledJobs.ts';

/** What became of some messages that were published at once. */
export interface Run {
  /** From the publishing to each processor's own start, in seconds, the first one first. */
  starts: number[];
  /** From the publishing until the first Job was there, in seconds. */
  polled: number;
  /** How many Jobs there were. */
  jobs: number;
}

export class Line {
  readonly #contender: Contender;
  readonly #namespace: Namespace;
  readonly #name: string;
  readonly #queue: Queue;
  /** When KEDA last looked, in milliseconds since 1970, as far as its Jobs tell. */
  #look: number | undefined;

  private constructor(contender: Contender, namespace: Namespace, name: string, queue: Queue) {
    this.#contender = contender;
    this.#namespace = namespace;
    this.#name = name;
    this.#queue = queue;
  }

  static async of(contender: Contender, namespace: Namespace, cpu: number, image: string): Promise<Line> {
    const queue = await Queue.declare();
    const name = `${contender}-${cpu}`;
    const asked = { namespace, name, queue: queue.name, cpu, image };
    await kubectl(['apply', '--server-side', '-f', '-'], await manifests[contender](asked));
    return new Line(contender, namespace, name, queue);
  }

  /** Publishes half way between two of KEDA's looks, so that all wait for the next one equally long. Throws where not all are started in time. */
  async run(count: number): Promise<Run> {
    const history = await History.of(this.#namespace.name);
    try {
      await this.#betweenLooks();
      const published = Date.now();
      await Promise.all(Array.from({ length: count }, (_, number) => this.#queue.publish({ content: { number } })));
      let [first, taken] = [0, 0];
      await history.until(
        `${count} processors have started`,
        async () => {
          if (this.#jobs(history).length > 0) first ||= Date.now();
          if (idle.has(this.#contender))
            for (; taken < Math.min(count, this.#initialized(history)); taken++) await this.#queue.take(this.#queue.name);
          return this.#starts(history).length >= count;
        },
        300,
      );
      if (count === 1) this.#look = first;
      const started = this.#starts(history).map((time) => (time - published) / 1000);
      // A Job that KEDA started too many does no work.
      const starts = started.sort((one, other) => one - other).slice(0, count);
      return { starts, polled: (first - published) / 1000, jobs: this.#jobs(history).length };
    } finally {
      history.end();
      await this.#clear();
    }
  }

  async #betweenLooks(): Promise<void> {
    if (this.#look !== undefined) await sleep(1000 - ((Date.now() - this.#look + 500) % 1000));
  }

  async #clear(): Promise<void> {
    const { name: namespace } = this.#namespace;
    // Those that find the queue empty end by themselves.
    await batch.deleteCollectionNamespacedJob({ namespace, propagationPolicy: 'Background' });
    await kubectl(['wait', '--namespace', namespace, '--for=delete', 'pods', '--all', '--timeout=120s']).catch(noneThere);
  }

  /** The names of its own: a late one of another contender may still come. */
  #jobs(history: History): string[] {
    const own = [...history.jobs.values()].filter(({ metadata }) => metadata?.labels?.[kedaLabel] === this.#name);
    return own.map(({ metadata }) => metadata?.name ?? '');
  }

  /** When the processors started, by their own clock. */
  #starts(history: History): number[] {
    const messages = this.#pods(history).map((pod) => processor(pod)?.state?.terminated?.message);
    return messages.filter((message) => message !== undefined).map(Number);
  }

  /** How many init containers have ended: one that is idle leaves its message, which is taken for it then. */
  #initialized(history: History): number {
    return this.#pods(history).filter((pod) => launcher(pod)?.state?.terminated !== undefined).length;
  }

  #pods(history: History): V1Pod[] {
    return this.#jobs(history).flatMap((job) => history.podsOf(job));
  }

  async delete(): Promise<void> {
    await this.#queue.delete();
  }
}

function noneThere(error: Error): void {
  if (!error.message.includes('no matching resources')) throw error;
}
