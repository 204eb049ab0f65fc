import type { FromSchema } from 'json-schema-to-ts';
import { contractVariables, type LaunchSettings, refusedVariables } from '../../handler/contract.ts';

const pattern = {
  type: 'string',
  pattern: '^(?:[-._a-zA-Z0-9]+\\*?|\\*)$',
  refused: { names: [...contractVariables, ...refusedVariables], because: 'no message may set it' },
  allowed: 'a name of letters, digits, -, _ and ., or the beginning of one and a *',
} as const;

const allow = {
  anyOf: [{ type: 'boolean' }, { type: 'array', items: pattern }],
  allowed: 'true, false, or a list of names, which may end in *',
} as const;

export const messageEnvironmentSchema = {
  description: 'Which variables a message may set, and how it writes them. A message that sets another is dead-lettered.',
  anyOf: [
    ...allow.anyOf,
    {
      type: 'object',
      additionalProperties: false,
      properties: {
        allow,
        encoding: { enum: ['plain', 'base64'], allowed: 'plain or base64' },
      },
    },
  ],
  allowed: 'true, false, a list of names which may end in *, or a map of allow and encoding',
} as const;

type MessageEnvironment = FromSchema<typeof messageEnvironmentSchema>;

/** The contract's and the refused variables stay refused, whatever is allowed. */
export function completeMessageEnvironment(given: MessageEnvironment): LaunchSettings['messageEnvironment'] {
  if (typeof given === 'boolean' || Array.isArray(given)) return { allow: patterns(given), encoding: 'plain' };
  return { allow: patterns(given.allow ?? true), encoding: given.encoding ?? 'plain' };
}

function patterns(allow: boolean | readonly string[]): string[] {
  if (typeof allow === 'boolean') return allow ? ['*'] : [];
  return [...new Set(allow)].sort();
}
