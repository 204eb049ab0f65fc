/** How the launcher ended, for `kubectl describe pod`: the kubelet puts what it finds in this file into the container's status. */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { shortened } from './shortened.ts';

/** Where the kubelet looks, unless a manifest says otherwise. */
export const terminationLog = '/dev/termination-log';

export interface End {
  /** In a few words, the same for every end of this kind. */
  readonly outcome: string;
  readonly reason?: string;
  readonly code?: number;
  readonly target?: string;
}

/** What the kubelet takes, in bytes. */
const limit = 4096;

/** One line of JSON; a long reason is cut, so that the rest stays readable. */
export function terminationMessage(end: End): string {
  const { reason = '' } = end;
  const text = JSON.stringify(end);
  const excess = Buffer.byteLength(text) - limit;
  if (excess <= 0) return text;
  // No byte of the reason takes less than one of JSON.
  return JSON.stringify({ ...end, reason: shortened(reason, Math.max(0, Buffer.byteLength(reason) - excess)) });
}

/** Never throws, as it is about an end that must come, and makes no file: outside a container nobody would read it. */
export function writeTerminationMessage(file: string, end: End): void {
  try {
    const log = openSync(file, constants.O_WRONLY | constants.O_TRUNC);
    writeSync(log, terminationMessage(end));
    closeSync(log);
  } catch {
    // The log has said the same.
  }
}
