/**
 * What the launcher leaves for the pod's main container, read by handover.c: NUL-terminated records `event-jobs/1`, then `run` and the
 * variables to set (`NAME=value`) and unset (`NAME`), or `exit` and a code; the last one, `=end`, cannot be a variable, so that a torn
 * file is never taken for a whole one.
 */
export type Outcome = { run: ReadonlyMap<string, string>; unset: readonly string[] } | { exit: number };

export function encodeOutcome(outcome: Outcome): Buffer {
  const records =
    'exit' in outcome
      ? ['exit', String(outcome.exit)]
      : ['run', ...outcome.unset, ...Array.from(outcome.run, ([name, value]) => `${name}=${value}`)];
  return Buffer.from(['event-jobs/1', ...records, '=end'].map((record) => `${record}\0`).join(''));
}
