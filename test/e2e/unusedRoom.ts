import type { Queue } from '../broker/queue.ts';
import { condition, type History } from './history.ts';

/** Between two looks, in milliseconds. */
const pause = 200;

/**
 * For how long, in seconds, messages lay in a queue at most although KEDA could have made a Job more. A Job none of whose launchers
 * has ended yet is on its way to them.
 */
export class UnusedRoom {
  readonly #queue: Queue;
  readonly #history: History;
  readonly #mostJobs: number;
  readonly #end = new AbortController();
  #since: number | undefined;
  #longest = 0;
  readonly #looking: Promise<void>;

  constructor(queue: Queue, history: History, mostJobs: number) {
    this.#queue = queue;
    this.#history = history;
    this.#mostJobs = mostJobs;
    this.#looking = this.#look();
  }

  /** Ends the watch. */
  async longest(): Promise<number> {
    this.#end.abort();
    await this.#looking;
    return this.#longest / 1000;
  }

  async #look(): Promise<void> {
    while (!this.#end.signal.aborted) {
      this.#since = (await this.#isUnused()) ? (this.#since ?? Date.now()) : undefined;
      if (this.#since !== undefined) this.#longest = Math.max(this.#longest, Date.now() - this.#since);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  async #isUnused(): Promise<boolean> {
    const waiting = await this.#queue.ready();
    const unfinished = [...this.#history.jobs.values()].filter((job) => condition(job) === undefined);
    const onTheirWay = unfinished.some(({ metadata }) => !this.#history.podsOf(metadata?.name ?? '').some(isInitialized));
    return waiting > 0 && unfinished.length < this.#mostJobs && !onTheirWay;
  }
}

function isInitialized({ status }: ReturnType<History['podsOf']>[number]): boolean {
  return status?.conditions?.some(({ type, status }) => type === 'Initialized' && status === 'True') ?? false;
}
