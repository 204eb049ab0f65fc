import type { LaunchSettings } from '../../handler/contract.ts';
import type { Settings } from '../settings.ts';
import { type Broker, completeBroker } from './broker.ts';
import { completionDefaults, defaults, type Entry } from './entry.ts';
import { imageReference } from './image.ts';
import { completeLauncher, type LauncherShare } from './launcherShare.ts';
import { completeMessageEnvironment } from './messageEnvironment.ts';
import { unbounded } from './scalars.ts';

/** Keys that an entry may do without even when it is complete. */
type Optional = 'serviceAccount' | 'command' | 'contentSchema';

/** Keys whose complete form is another than the user's. */
type Rewritten =
  | 'image'
  | 'imageVersion'
  | 'registry'
  | 'parallelism'
  | 'keep'
  | 'deadLetter'
  | 'messageEnvironment'
  | 'launcher'
  | 'broker'
  | 'batch'
  | 'template';

/** A queue entry with everything filled in that it left out. */
export interface EventJob extends Required<Omit<Entry, Optional | Rewritten>>, Pick<Entry, Optional> {
  configMap: string;
  configMapNamespace: string;
  image: string;
  parallelism: number;
  keep: { successful: number; failed: number; seconds?: number | undefined };
  deadLetter: { exchange: string; routingKey: string };
  messageEnvironment: LaunchSettings['messageEnvironment'];
  launcher: LauncherShare;
  broker: Broker;
  /** How many messages a Job takes, and how many of them at once. */
  batch?: { size: number; parallelism: number };
  template: object;
}

/** Whose key the entry is. */
export interface Owner {
  name: string;
  namespace?: string | undefined;
}

export function complete(owner: Owner, key: string, entry: Entry, settings: Settings): EventJob {
  const usual = entry.acknowledge === 'completion' ? { ...defaults, ...completionDefaults } : defaults;
  const { image, imageVersion, registry, batch, ...given } = { ...usual, ...entry };
  const queue = entry.queue ?? key;
  return {
    namespace: settings.kubernetesJobScope,
    runner: usualRunner(entry),
    ...given,
    configMap: owner.name,
    configMapNamespace: owner.namespace ?? settings.podNamespace,
    queue,
    image: imageReference(registry ?? settings.dockerRegistry, image, imageVersion),
    parallelism: bound(given.parallelism),
    resources: { ...defaults.resources, ...given.resources },
    keep: completeKeep(given.keep, usual.keep),
    deadLetter: completeDeadLetter(entry.deadLetter ?? defaultDeadLetter(queue)),
    messageEnvironment: completeMessageEnvironment(given.messageEnvironment),
    launcher: completeLauncher(given.launcher),
    broker: completeBroker(given.broker, settings),
    ...(batch && { batch: { size: batch.size, parallelism: batch.parallelism ?? batch.size } }),
  };
}

export function defaultDeadLetter(queue: string): string {
  return `${queue}.dead`;
}

/** An image's own entrypoint, and a ServiceAccount, need a pod that the launcher is not in. */
function usualRunner({ command, serviceAccount }: Entry): EventJob['runner'] {
  return command !== undefined && serviceAccount === undefined ? 'exec' : 'job';
}

function bound(number: number | 'unlimited' | 'all'): number {
  return typeof number === 'number' ? number : unbounded;
}

function completeKeep(given: NonNullable<Entry['keep']>, usual: NonNullable<Entry['keep']>): EventJob['keep'] {
  const { successful = 0, failed = 0, seconds } = { ...usual, ...given };
  return { successful: bound(successful), failed: bound(failed), seconds };
}

/** The default exchange routes to the queue of the routing key's name. */
function completeDeadLetter(deadLetter: NonNullable<Entry['deadLetter']>): EventJob['deadLetter'] {
  return typeof deadLetter === 'string' ? { exchange: '', routingKey: deadLetter } : deadLetter;
}
