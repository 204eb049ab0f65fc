/** What KEDA does for one ScaledJob: looks at its queue and starts Jobs. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerAccess } from '../connection.ts';
import { Fault } from '../fault.ts';
import type { Job } from '../settings.ts';
import { targetOf } from '../target.ts';
import type { Entry } from './entry.ts';
import { jobsToStart } from './jobsToStart.ts';
import type { Met } from './observedBroker.ts';
import type { Queues } from './queues.ts';
import { type JobEnd, longest, runJob } from './runJob.ts';
import type { State } from './state.ts';
import type { Talk } from './talk.ts';
import { newTally, type Tally } from './tally.ts';

export interface Scaling {
  readonly entry: Entry;
  readonly broker: BrokerAccess;
  readonly queues: Queues;
  readonly state: State;
  readonly talk: Talk;
  /** Jobs of an earlier run that have their message and are not done. */
  readonly unfinished: readonly Job[];
  /** Whether to end once the queue is empty and every Job has ended. */
  readonly drain: boolean;
  readonly machine: Readonly<Record<string, string | undefined>>;
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

/** What the launcher has met so far, for each Job that runs. */
type Jobs = Map<Promise<void>, { met: Met; resumed: boolean }>;

export class Scaler {
  readonly tally: Tally = newTally();
  readonly #scaling: Scaling;
  readonly #jobs: Jobs = new Map();
  readonly #waiting: Job[];
  #wake = Promise.withResolvers<void>();
  #fault: unknown;
  #complaint: string | undefined;

  constructor(scaling: Scaling) {
    this.#scaling = scaling;
    this.#waiting = [...scaling.unfinished];
  }

  /** Runs until it is stopped, or drained; then every Job has ended. Throws where waiting cannot help. */
  async run(): Promise<void> {
    const { entry, drain, stop } = this.#scaling;
    try {
      while (!stop.aborted && this.#fault === undefined) {
        this.#wake = Promise.withResolvers();
        this.#startWaiting();
        const idle = this.#jobs.size === 0;
        // Counted before the look: what a Job pulls in between would otherwise be counted twice.
        const pending = this.#pending();
        const ready = entry.paused ? 0 : await this.#look();
        if (drain && idle && ready === 0) break;
        this.#startNew(ready, pending);
        await this.#pause();
      }
    } finally {
      await Promise.all(this.#jobs.keys());
    }
    if (this.#fault !== undefined) throw this.#fault;
  }

  async #pause(): Promise<void> {
    const { entry, stop } = this.#scaling;
    const slept = new AbortController();
    const signal = AbortSignal.any([stop, slept.signal]);
    await Promise.race([this.#wake.promise, sleep(Math.min(entry.interval * 1000, longest), undefined, { signal }).catch(() => {})]);
    slept.abort();
  }

  async #look(): Promise<number> {
    const { entry, queues, talk, drain } = this.#scaling;
    const { queue } = entry.settings;
    try {
      const ready = await queues.ready(queue);
      if (this.#complaint !== undefined) talk.say(`${entry.name}: queue ${queue} is there`);
      this.#complaint = undefined;
      return ready;
    } catch (error) {
      if (!(error instanceof Fault) || error.exit === 'brokerRefused' || drain) throw error;
      if (this.#complaint !== error.message) talk.say(`${entry.name}: ${error.message}; looking again every ${entry.interval} s`);
      this.#complaint = error.message;
      return 0;
    }
  }

  #startWaiting(): void {
    const { entry } = this.#scaling;
    for (const job of this.#waiting.splice(0, Math.max(0, entry.max - this.#jobs.size))) this.#start(job, true);
  }

  #pending(): number {
    return [...this.#jobs.values()].filter(({ met, resumed }) => met === undefined && !resumed).length;
  }

  #startNew(ready: number, pending: number): void {
    const { entry, stop } = this.#scaling;
    if (stop.aborted || this.#waiting.length > 0) return;
    const count = jobsToStart({ ready, unfinished: this.#jobs.size, pending, max: entry.max });
    for (let started = 0; started < count; started++) {
      const uid = randomUUID();
      this.#start({ namespace: entry.namespace, name: shortName(entry, uid), uid }, false);
    }
  }

  #start(job: Job, resumed: boolean): void {
    const { entry, drain } = this.#scaling;
    const seen: { met: Met; resumed: boolean } = { met: undefined, resumed };
    const met = (what: Met) => {
      seen.met = what;
      if (drain) this.#wake.resolve();
    };
    const running = { ...this.#scaling, job, target: targetOf(entry.settings.jobName, job), name: shortName(entry, job.uid), met };
    const run = runJob(running)
      .then((end) => this.#count(end, seen.met))
      .catch((error: unknown) => {
        this.#fault ??= error;
      })
      .finally(() => this.#ended(run));
    this.#jobs.set(run, seen);
    this.tally.mostAtOnce = Math.max(this.tally.mostAtOnce, this.#jobs.size);
  }

  #ended(run: Promise<void>): void {
    const { entry, drain } = this.#scaling;
    this.#jobs.delete(run);
    // With nobody there to wait for a poll, or for what was to be gone on with, the next look is now.
    if (drain || this.#waiting.length > 0 || this.#fault !== undefined) this.#wake.resolve();
    // It would be started again at once, for ever.
    if (drain && this.tally.withoutMessage > 0) this.#fault ??= new Fault('transient', `${entry.name}: a Job could not get its message`);
  }

  #count(end: JobEnd, met: Met): void {
    if (end === 'failed') this.tally.failed++;
    else if (end === 'failed without a message') this.tally.withoutMessage++;
    else if (end === 'done') this.tally[met === 'nothing' ? 'empty' : met === 'a bad message' ? 'deadLettered' : 'processed']++;
  }
}

function shortName(entry: Entry, uid: string): string {
  return `${entry.name}-${uid.slice(0, 8)}`;
}
