import { type V1Job, Watch } from '@kubernetes/client-node';
import { labels } from '../../../handler/contract.ts';
import { eventually } from '../../eventually.ts';
import { batch, config, core, ifGone, mergePatch } from '../cluster.ts';
import type { Steps } from './steps.ts';

export interface Processed {
  readonly target: string;
  readonly message: string;
}

/** Says, in the kubelet's stead, how a pod fares that no node has taken. */
export async function report(namespace: string, pod: string, status: object): Promise<void> {
  await core.patchNamespacedPodStatus({ namespace, name: pod, body: { status } }, mergePatch);
}

/** The status of a container, as far as anyone looks at it. */
export function ended(name: string, exitCode: number): object {
  const terminated = { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' };
  return { name, image: 'localhost/never', imageID: '', ready: false, restartCount: 0, state: { terminated } };
}

export function running(name: string): object {
  const startedAt = new Date().toISOString();
  return { name, image: 'localhost/never', imageID: '', ready: true, restartCount: 0, started: true, state: { running: { startedAt } } };
}

/** The controller of the processors' own Jobs, named in them: the cluster's own, which takes a second for each, leaves them alone. */
export const managedBy = 'event-jobs.test/crash';

/** For how long an end waits for its launcher to watch for it, in seconds: where that is dead, there is none. */
const unwatched = 3;

/**
 * Plays the Job controller and the kubelet for the processors' own Jobs: once the Secret of all their variables is there, each is noted,
 * and reported as ended. That takes until a launcher that watches does so, as it takes a processor a while: all its steps come in each run.
 */
export class Processors {
  readonly #namespace: string;
  readonly #seen = new Set<string>();
  readonly #processed = new Map<string, Processed[]>();
  readonly #watchers = new Map<string, Steps>();
  #watching: AbortController | undefined;
  #ended = false;

  private constructor(namespace: string) {
    this.#namespace = namespace;
  }

  static async of(namespace: string): Promise<Processors> {
    const processors = new Processors(namespace);
    await processors.#watch();
    return processors;
  }

  /** Those of an entry, by its jobName. */
  of(jobName: string): readonly Processed[] {
    return this.#processed.get(jobName) ?? [];
  }

  /** Whose launcher watches the processor of an entry, by its jobName: the last one's. */
  watchedBy(jobName: string, steps: Steps): void {
    this.#watchers.set(jobName, steps);
  }

  end(): void {
    this.#ended = true;
    this.#watching?.abort();
  }

  async #watch(): Promise<void> {
    const event = (_type: string, job: V1Job) => {
      const uid = job.metadata?.uid ?? '';
      if (job.spec?.managedBy !== managedBy || this.#seen.has(uid)) return;
      this.#seen.add(uid);
      this.#work(job).catch((error: Error) => process.stderr.write(`kubelet: ${job.metadata?.name}: ${error.message}\n`));
    };
    const again = () => {
      if (!this.#ended) setTimeout(() => this.#watch().catch(again), 100);
    };
    const path = `/apis/batch/v1/namespaces/${this.#namespace}/jobs`;
    this.#watching = await new Watch(config).watch(path, { resourceVersion: '0' }, event, again);
  }

  async #work(job: V1Job): Promise<void> {
    const environment = await this.#environment(job);
    if (environment === undefined) return;
    const entry = job.metadata?.labels?.[labels.entry] ?? '';
    const processed = { target: environment.TARGET ?? '', message: environment.MESSAGE ?? '' };
    this.#processed.set(entry, [...this.of(entry), processed]);
    await this.#watched(entry);
    const [container] = job.spec?.template.spec?.containers ?? [];
    const exitCode = Number(/exit (\d+)$/.exec(container?.command?.at(-1) ?? '')?.[1]);
    if (exitCode !== 0) await this.#failedPod(job, exitCode).catch(ifGone);
    const body = { status: exitCode === 0 ? complete() : failed() };
    await batch.patchNamespacedJobStatus({ namespace: this.#namespace, name: job.metadata?.name ?? '', body }, mergePatch).catch(ifGone);
  }

  async #watched(entry: string): Promise<void> {
    const isWatched = async () => this.#watchers.get(entry)?.went.includes('API server: WATCH jobs 200') !== false;
    await eventually("a processor's launcher watches", isWatched, unwatched).catch(() => {});
  }

  /** Where the launcher looks for the exit code. */
  async #failedPod({ metadata, spec }: V1Job, exitCode: number): Promise<void> {
    const name = `${metadata?.name}-pod`;
    const owner = { apiVersion: 'batch/v1', kind: 'Job', name: metadata?.name ?? '', uid: metadata?.uid ?? '' };
    const body = {
      metadata: { name, labels: { 'batch.kubernetes.io/job-name': owner.name }, ownerReferences: [owner] },
      ...(spec?.template.spec && { spec: spec.template.spec }),
    };
    await core.createNamespacedPod({ namespace: this.#namespace, body });
    await report(this.#namespace, name, { phase: 'Failed', containerStatuses: [ended('processor', exitCode)] });
  }

  /** As the kubelet does it: a container is started when every key that it names is there, and not before. Undefined for a Job that goes. */
  async #environment(job: V1Job): Promise<Record<string, string> | undefined> {
    const keys = (job.spec?.template.spec?.containers[0]?.env ?? []).flatMap(({ name, valueFrom }) => {
      const reference = valueFrom?.secretKeyRef;
      return reference === undefined ? [] : [{ name, secret: reference.name ?? '', key: reference.key }];
    });
    while (await this.#isThere(job)) {
      const secret = keys[0]?.secret ?? '';
      const data = await core.readNamespacedSecret({ namespace: this.#namespace, name: secret }).then(({ data }) => data, ifGone);
      const values = keys.map(({ name, key }) => [name, data?.[key]] as const);
      if (data !== undefined && values.every(([, value]) => value !== undefined))
        return Object.fromEntries(values.map(([name, value]) => [name, Buffer.from(value ?? '', 'base64').toString()]));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return undefined;
  }

  async #isThere({ metadata }: V1Job): Promise<boolean> {
    const job = await batch.readNamespacedJob({ namespace: this.#namespace, name: metadata?.name ?? '' }).catch(ifGone);
    return job?.metadata?.uid === metadata?.uid && job?.metadata?.deletionTimestamp === undefined;
  }
}

function complete(): object {
  const time = new Date().toISOString();
  return { startTime: time, completionTime: time, succeeded: 1, conditions: conditions('SuccessCriteriaMet', 'Complete') };
}

function failed(): object {
  return { startTime: new Date().toISOString(), failed: 1, conditions: conditions('FailureTarget', 'Failed') };
}

function conditions(...types: string[]): object[] {
  const lastTransitionTime = new Date().toISOString();
  return types.map((type) => ({ type, status: 'True', reason: 'Test', lastTransitionTime }));
}
