import { join } from 'node:path';
import type { Plan, Present } from '../output/plan.ts';
import type { Result } from './result.ts';

interface Change {
  name: string;
  /** Nothing: there is no such file. */
  before?: string | undefined;
  after?: string | undefined;
}

/** Where the directory is not what generate would make of it. The library is loaded only where it is not. */
export async function differences(directory: string, { owned }: Present, { files, removed }: Plan): Promise<Result[]> {
  const made = [...files].map(([name, after]) => ({ name, before: owned.get(name), after }));
  const gone = removed.map((name) => ({ name, before: owned.get(name) }));
  const changes = [...made, ...gone].filter((change: Change) => change.before !== change.after);
  if (changes.length === 0) return [];
  const { unifiedDiff } = await import('./unifiedDiff.ts');
  return changes.map((change: Change) => {
    const file = join(directory, change.name);
    const { text: diff, line } = unifiedDiff(file, change.before, change.after);
    return { rule: 'event-jobs/difference', level: 'error', message: messageOf(change), file, line, diff };
  });
}

function messageOf({ before, after }: Change): string {
  if (before === undefined) return 'is missing: event-jobs generate would write it';
  if (after === undefined) return 'is left over: event-jobs generate would delete it';
  return 'is not what event-jobs generate makes of the ConfigMaps and the settings that stand in the kustomization.yaml';
}
