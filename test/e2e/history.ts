import { type KubernetesObject, type V1Job, type V1Pod, Watch } from '@kubernetes/client-node';
import { config } from './cluster.ts';

/** Everything that happened to the pods and Jobs of a namespace, as the API server told it: watched, not polled. */
export class History {
  readonly pods = new Map<string, V1Pod>();
  readonly jobs = new Map<string, V1Job>();
  /** The most processors that were running at one instant. */
  mostRunning = 0;
  readonly #watches: AbortController[] = [];
  #changed = Promise.withResolvers<void>();
  #ended = false;

  static async of(namespace: string): Promise<History> {
    const history = new History();
    await history.#watch<V1Pod>(`/api/v1/namespaces/${namespace}/pods`, history.pods, () => {
      const running = history.#allPods().filter((pod) => processor(pod)?.state?.running !== undefined).length;
      history.mostRunning = Math.max(history.mostRunning, running);
    });
    await history.#watch<V1Job>(`/apis/batch/v1/namespaces/${namespace}/jobs`, history.jobs, () => {});
    return history;
  }

  async #watch<T extends KubernetesObject>(path: string, seen: Map<string, T>, look: () => void): Promise<void> {
    const event = (type: string, object: T) => {
      // Not an object but a Status: the watch ends, and a new one begins.
      if (type === 'ERROR') return;
      // What is deleted stays in the history as it was last, but is not running any more.
      if (type === 'DELETED' && object.kind === 'Pod') delete (object as T & V1Pod).status;
      seen.set(object.metadata?.uid ?? '', object);
      look();
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
    };
    // The API server ends every watch after some minutes, or when it is killed; a new one begins with all there is.
    const begin = async () => this.#watches.push(await new Watch(config).watch(path, { resourceVersion: '0' }, event, again));
    const again = () => {
      if (!this.#ended) setTimeout(() => begin().catch(again), 100);
    };
    await begin();
  }

  #allPods(): V1Pod[] {
    return [...this.pods.values()];
  }

  podsOf(job: string): V1Pod[] {
    return this.#allPods().filter((pod) => pod.metadata?.labels?.['batch.kubernetes.io/job-name'] === job);
  }

  finished(): V1Job[] {
    return [...this.jobs.values()].filter((job) => condition(job) !== undefined);
  }

  /** Resolves when the condition holds, looked at after every event. */
  async until(what: string, holds: () => boolean | Promise<boolean>, seconds = 120): Promise<void> {
    const lateness = Promise.withResolvers<never>();
    const timer = setTimeout(() => lateness.reject(new Error(`not within ${seconds} s: ${what}`)), seconds * 1000);
    try {
      while (true) {
        const changed = this.#changed.promise;
        if (await holds()) return;
        await Promise.race([changed, lateness.promise]);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    this.#ended = true;
    for (const watch of this.#watches) watch.abort();
  }
}

export function condition(job: V1Job): 'Complete' | 'Failed' | undefined {
  const ended = job.status?.conditions?.find(({ type, status }) => status === 'True' && (type === 'Complete' || type === 'Failed'));
  return ended?.type as 'Complete' | 'Failed' | undefined;
}

export function processor(pod: V1Pod) {
  return pod.status?.containerStatuses?.find(({ name }) => name === 'processor');
}

export function launcher(pod: V1Pod) {
  return pod.status?.initContainerStatuses?.find(({ name }) => name === 'launcher');
}
