import type { Cluster, KeptMessage } from '../../handler/cluster.ts';
import type { LaunchSettings } from '../../handler/contract.ts';
import { type Launch, launch } from '../../handler/launch.ts';
import type { Outcome } from '../../handler/outcome.ts';
import type { End } from '../../handler/terminationMessage.ts';
import { job, settings } from '../handler/sample.ts';

/** What a launcher left for the processor's container. */
export interface Left {
  readonly outcome: Outcome;
  readonly message: string | undefined;
}

export type Launching = Pick<Launch, 'connect'> & Partial<Omit<Launch, 'settings'>> & { settings: Partial<LaunchSettings>; left?: Left[] };

/** One launcher on a real broker, to its end; `left` gets what it left. */
export function ended({ settings: own, left = [], ...more }: Launching): Promise<End> {
  return launch({
    job,
    cluster: inMemory(),
    volume: {
      messageFile: '/event/message',
      leave: async (outcome, message) => {
        left.push({ outcome, message });
      },
      left: async () => undefined,
    },
    log: { info() {}, warn() {}, error() {} },
    stop: new AbortController().signal,
    ...more,
    settings: { ...settings, ...own },
  });
}

/** The same, and what it left. */
export async function launched(launching: Launching): Promise<Left[]> {
  const { left = [] } = launching;
  await ended({ ...launching, left });
  return left;
}

/** The cluster is a map, as no real API server loses an answer or refuses on demand. test/e2e has the real one. */
export function inMemory(secrets = new Map<string, KeptMessage>()): Cluster & { secrets: Map<string, KeptMessage> } {
  return {
    secrets,
    find: async (name) => secrets.get(name),
    create: async (name, message) => {
      if (secrets.has(name)) return 'exists';
      secrets.set(name, message);
      return 'created';
    },
  };
}
