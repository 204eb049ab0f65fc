import type { Command } from 'commander';

/** Each is loaded only when it is asked for. */
export const commands: Readonly<Record<string, () => Promise<{ command(): Command }>>> = {
  generate: () => import('./generate.ts'),
  check: () => import('./check.ts'),
  init: () => import('./init.ts'),
  import: () => import('./import.ts'),
  schema: () => import('./schema.ts'),
  fn: () => import('./fn.ts'),
  completion: () => import('./completion.ts'),
};
