import type { Step } from '../fault.ts';
import { type Problem, problems } from './problem.ts';
import { isEntry } from './validator.ts';

/** Everything that is wrong with an entry; where nothing is, the value is one. */
export function problemsOf(value: unknown): Problem[] {
  if (isEntry(value)) return [];
  return problems(isEntry.errors ?? []).map((problem) => ({ ...problem, path: withIndexes(value, problem.path) }));
}

/** ajv's paths are text; a list's indexes are numbers. */
function withIndexes(value: unknown, path: readonly Step[]): Step[] {
  let inside: unknown = value;
  return path.map((step) => {
    const typed = Array.isArray(inside) ? Number(step) : step;
    inside = (inside as Record<Step, unknown> | undefined)?.[step];
    return typed;
  });
}
