import { join } from 'node:path';
import type { Manifests } from '../generate.ts';
import type { Settings } from '../settings.ts';

/** What a user should know although nothing is wrong. */
export function notes({ amqpHost }: Settings, { parts, configMap }: Manifests): string[] {
  const local = ['localhost', '127.0.0.1', '::1'].includes(amqpHost);
  return [
    ...(local ? [`note: the broker's host is ${amqpHost}, where no pod finds it; --amqp-host (AMQP_HOST) names it`] : []),
    ...(parts.length === 0 ? [`note: the ConfigMap ${configMap} has no queue entries`] : []),
  ];
}

/** Deleting the file at once would lose messages: those of running Jobs, and those that failed ones keep. */
export function goneNote(directory: string, file: string): string {
  const path = join(directory, file);
  const kept = file.startsWith('shared.') ? 'kept' : 'kept, paused';
  return `note: ${path}: the ConfigMap no longer asks for it; it is ${kept}. The README, "To remove an entry", says how to let it go without losing messages`;
}
