/**
 * What the launcher leaves for the pod's main container, read by handover.c: NUL-terminated records `event-jobs/1`, then `run` and the
 * variables to set (`NAME=value`) and unset (`NAME`), or `exit` and a code, or `wait` for a later outcome that says `exit`; the last one,
 * `=end`, cannot be a variable, so that a torn file is never taken for a whole one.
 */
export type Outcome = { run: ReadonlyMap<string, string>; unset: readonly string[] } | { exit: number } | { wait: true };

export type OutcomeKind = 'run' | 'exit' | 'wait';

const [version, end] = ['event-jobs/1', '=end'];

export function encodeOutcome(outcome: Outcome): Buffer {
  return Buffer.from([version, ...records(outcome), end].map((record) => `${record}\0`).join(''));
}

function records(outcome: Outcome): string[] {
  if ('wait' in outcome) return ['wait'];
  if ('exit' in outcome) return ['exit', String(outcome.exit)];
  return ['run', ...outcome.unset, ...Array.from(outcome.run, ([name, value]) => `${name}=${value}`)];
}

/** What an outcome's file says, as the hand-over program reads it. Undefined for one that is torn or none of ours. */
export function decodeOutcome(bytes: Buffer): OutcomeKind | undefined {
  const [first, kind, ...rest] = bytes.toString().split('\0');
  if (first !== version || rest.pop() !== '' || rest.pop() !== end) return undefined;
  if (kind === 'run') return kind;
  if (kind === 'wait' && rest.length === 0) return kind;
  if (kind === 'exit' && rest.length === 1 && isExitCode(String(rest[0]))) return kind;
  return undefined;
}

function isExitCode(text: string): boolean {
  return String(Number(text) & 255) === text;
}
