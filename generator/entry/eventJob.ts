import type { Settings } from '../settings.ts';
import { defaults, type Entry, unbounded } from './entry.ts';
import { imageReference } from './image.ts';

/** A queue entry with everything filled in that it left out. */
export interface EventJob extends Required<Omit<Entry, 'image' | 'imageVersion' | 'registry' | 'parallelism' | 'keep' | 'deadLetter'>> {
  configMap: string;
  image: string;
  parallelism: number;
  keep: { successful: number; failed: number; seconds?: number | undefined };
  deadLetter: { exchange: string; routingKey: string };
}

export function complete(configMap: string, key: string, entry: Entry, settings: Settings): EventJob {
  const { image, imageVersion, registry, parallelism, resources, keep, deadLetter, ...rest } = { ...defaults, ...entry };
  const queue = entry.queue ?? key;
  return {
    namespace: settings.kubernetesJobScope,
    ...rest,
    configMap,
    queue,
    image: imageReference(registry ?? settings.dockerRegistry, image, imageVersion),
    parallelism: bound(parallelism),
    resources: { ...defaults.resources, ...resources },
    keep: completeKeep(keep),
    deadLetter: completeDeadLetter(deadLetter ?? defaultDeadLetter(queue)),
  };
}

export function defaultDeadLetter(queue: string): string {
  return `${queue}.dead`;
}

function bound(number: number | 'unlimited' | 'all'): number {
  return typeof number === 'number' ? number : unbounded;
}

function completeKeep({ successful, failed, seconds }: NonNullable<Entry['keep']>): EventJob['keep'] {
  return { successful: bound(successful ?? defaults.keep.successful), failed: bound(failed ?? defaults.keep.failed), seconds };
}

/** The default exchange routes to the queue of the routing key's name. */
function completeDeadLetter(deadLetter: NonNullable<Entry['deadLetter']>): EventJob['deadLetter'] {
  return typeof deadLetter === 'string' ? { exchange: '', routingKey: deadLetter } : deadLetter;
}
