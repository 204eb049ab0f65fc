import type { FromSchema } from 'json-schema-to-ts';
import { launcherMemory, leastMemory } from '../../handler/contract.ts';
import { byteCount, canonicalQuantity } from './quantities.ts';
import { amounts, type Resources } from './resources.ts';

/** The largest message that RabbitMQ takes by default: max_message_size of 3.x. */
const largestMessage = '128Mi';

export const launcherSchema = {
  description: "The launcher's own resources, and the largest message that it takes.",
  type: 'object',
  additionalProperties: false,
  properties: {
    resources: {
      type: 'object',
      additionalProperties: false,
      properties: { requests: amounts, limits: amounts },
      allowed: 'a map of requests and limits',
    },
    maxMessage: {
      type: ['string', 'number'],
      quantity: true,
      bytes: { atMost: largestMessage },
      allowed: `a quantity of bytes from 1 to ${largestMessage}, such as 16Mi`,
    },
  },
  allowed: 'a map of resources and maxMessage',
} as const;

export interface LauncherShare {
  resources: Resources;
  /** In bytes. */
  maxMessage: number;
}

export const defaultMaxMessage = '16Mi';

export function completeLauncher({ resources = {}, maxMessage = defaultMaxMessage }: FromSchema<typeof launcherSchema>): LauncherShare {
  const bytes = byteCount(String(maxMessage));
  const { requests = { cpu: '10m', memory: '64Mi' }, limits = { memory: memoryLimit(bytes) } } = resources;
  return { resources: { requests, limits }, maxMessage: bytes };
}

/** The least that a launcher may be limited to. */
export function leastLimit(maxMessage: number): string {
  return quantity(launcherMemory(maxMessage));
}

/**
 * Enough, too, to read the largest message that a broker takes by default and to write it to the dead letters, up to four times its size: a
 * launcher that is killed over it would be followed by others, until a quorum queue's limit drops the message.
 */
function memoryLimit(maxMessage: number): string {
  return quantity(Math.max(launcherMemory(maxMessage), leastMemory + 4 * byteCount(largestMessage)));
}

function quantity(bytes: number): string {
  return canonicalQuantity(`${Math.ceil(bytes / 1024)}Ki`);
}
