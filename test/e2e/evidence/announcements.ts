import { appendFileSync } from 'node:fs';
import { type CoreV1Event, type KubeConfig, type V1ContainerStatus, type V1Pod, Watch } from '@kubernetes/client-node';

/** Writes down, a line each, what the API server tells to whoever may look: all events, and termination messages of our own containers. */
export async function keepAnnouncements(config: KubeConfig, file: string): Promise<() => void> {
  const ends = await Promise.all([
    follow<CoreV1Event>(config, '/api/v1/events', (event) => write(file, 'event', event)),
    follow<V1Pod>(config, '/api/v1/pods', (pod) => {
      for (const message of terminationMessages(pod)) write(file, 'termination', { pod: pod.metadata?.name, message });
    }),
  ]);
  return () => {
    for (const end of ends) end();
  };
}

function write(file: string, kind: string, what: object): void {
  appendFileSync(file, `${JSON.stringify({ kind, ...what })}\n`);
}

/** A processor's is its own affair. */
function terminationMessages({ status }: V1Pod): string[] {
  const all: V1ContainerStatus[] = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return all
    .filter(({ name }) => name === 'launcher' || name === 'handover')
    .flatMap(({ state, lastState }) => [state?.terminated?.message, lastState?.terminated?.message])
    .filter((message) => message !== undefined);
}

/** A watch that begins again, with all there is, when the API server has ended it. */
async function follow<T>(config: KubeConfig, path: string, look: (object: T) => void): Promise<() => void> {
  let watch: AbortController | undefined;
  let ended = false;
  const begin = async () => {
    watch = await new Watch(config).watch(path, {}, (type: string, object: T) => type !== 'ERROR' && look(object), again);
  };
  const again = () => {
    if (!ended) setTimeout(() => begin().catch(again), 200);
  };
  await begin();
  return () => {
    ended = true;
    watch?.abort();
  };
}
