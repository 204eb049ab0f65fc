import type { Owner } from './cluster.ts';
import { exitCodes } from './contract.ts';
import type { Report } from './events.ts';
import type { ExitName, lastingCause } from './fault.ts';
import type { Job } from './settings.ts';
import type { End } from './terminationMessage.ts';

/** How a launcher ends, and what of that somebody must mend. */
export interface Ending {
  readonly exit: ExitName;
  readonly cause: ReturnType<typeof lastingCause>;
}

/** What of a launcher's end is worth an Event, and about which objects: a failing Job is gone sooner or later, its ScaledJob is not. */
export function reports(
  { exit, cause }: Ending,
  { outcome, reason = '' }: End,
  job: Job,
  scaledJob: Owner | undefined,
): [Report, about: Owner][] {
  const own: Owner = { apiVersion: 'batch/v1', kind: 'Job', name: job.name, uid: job.uid };
  if (outcome === 'dead-lettered') return [[{ type: 'Warning', reason: 'DeadLettered', message: reason }, own]];
  if (cause === undefined) return [];
  // A reason for each cause: about a ScaledJob one Event is kept for each.
  const failed: Report = {
    type: 'Warning',
    reason: `Launcher${capitalized(cause)}`,
    message: `exit code ${exitCodes[exit].code}: ${reason}`,
  };
  return [own, ...(scaledJob ? [scaledJob] : [])].map((about) => [failed, about]);
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
