import type { Step } from './fault.ts';

/** The steps of a path as pathText (fault.ts) writes it. */
export function stepsOf(path: string): Step[] {
  const steps = path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([\w-]+)/g);
  return [...steps].map(([, index, quoted, word = '']) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? word : (JSON.parse(quoted) as string);
  });
}
