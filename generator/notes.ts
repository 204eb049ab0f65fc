import { join } from 'node:path';
import type { Manifests } from './generate.ts';
import type { Settings } from './settings.ts';

/** What a user should know although nothing is wrong. */
export function notes({ amqpHost }: Settings, { parts, configMap }: Manifests): string[] {
  const local = ['localhost', '127.0.0.1', '::1'].includes(amqpHost);
  return [
    ...(local ? [`note: the broker's host is ${amqpHost}, where no pod finds it; --amqp-host (AMQP_HOST) names it`] : []),
    ...(parts.length === 0 ? [`note: the ConfigMap ${configMap} has no queue entries`] : []),
  ];
}

export function goneNote(directory: string, file: string): string {
  const path = join(directory, file);
  return `note: ${path}: the ConfigMap no longer asks for it; it is paused and kept. Once its Jobs have ended, delete it and generate again`;
}
