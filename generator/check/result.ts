import type { Fault } from '../fault.ts';
import type { Rule } from './rules.ts';

/** What a check has to tell. Part of the public output: its fields keep their names. */
export interface Result {
  rule: Rule;
  /** Only an error fails the check. */
  level: 'error' | 'warning' | 'note';
  message: string;
  /** Where to look; a name that is no path, such as `<stdin>`, stands here too. */
  file?: string | undefined;
  line?: number | undefined;
  column?: number | undefined;
  /** Inside of the file, such as `data.invoices.resources`. */
  path?: string | undefined;
  allowed?: string | undefined;
  /** The queue entry that it is about: `[NAMESPACE/]CONFIGMAP/KEY`. */
  entry?: string | undefined;
  /** What the cluster was asked about, such as `Job of ScaledJob jobs/invoices`. */
  object?: string | undefined;
  /** How the file differs from what it should be, as a unified diff. */
  diff?: string | undefined;
}

export function faultResult({ file, line, column, path, problem, allowed, entry }: Fault): Result {
  return { rule: 'event-jobs/configmap', level: 'error', message: problem, file, line, column, path, allowed, entry };
}

/** 0: all is well; 1: the directory differs, or the cluster would refuse; 2: something has to be put right before either can be seen. */
export function exitCode(results: readonly Result[]): 0 | 1 | 2 {
  const rules = new Set(results.filter(({ level }) => level === 'error').map(({ rule }) => rule));
  if (rules.size === 0) return 0;
  return rules.has('event-jobs/configmap') || rules.has('event-jobs/directory') ? 2 : 1;
}
