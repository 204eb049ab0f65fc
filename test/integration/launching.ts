import type { Cluster, KeptMessage } from '../../handler/cluster.ts';
import type { LaunchSettings } from '../../handler/contract.ts';
import { type Launch, launch } from '../../handler/launch.ts';
import type { Outcome } from '../../handler/outcome.ts';
import { job, settings } from '../handler/sample.ts';

/** What a launcher left for the processor's container. */
export interface Left {
  readonly outcome: Outcome;
  readonly message: string | undefined;
}

export type Launching = Pick<Launch, 'connect'> & Partial<Omit<Launch, 'settings'>> & { settings: Partial<LaunchSettings>; left?: Left[] };

/** One launcher on a real broker; `left` gets what it left. */
export async function launched({ settings: own, left = [], ...more }: Launching): Promise<Left[]> {
  await launch({
    job,
    cluster: inMemory(),
    volume: {
      messageFile: '/event/message',
      leave: async (outcome, message) => {
        left.push({ outcome, message });
      },
    },
    log: { info() {}, warn() {}, error() {} },
    stop: new AbortController().signal,
    ...more,
    settings: { ...settings, ...own },
  });
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
