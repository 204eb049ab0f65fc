/** Failed Jobs, the oldest first, one after the other. */
import { Fault } from '../fault.ts';
import type { FailedJob } from '../operator/finallyFailed.ts';
import { Unanswered } from '../operator/userApi.ts';
import { StillKept } from './keeper.ts';
import { type JobRedrive, nameOf, redriveJob } from './redriveJob.ts';

export interface JobsRedrive extends JobRedrive {
  /** At most so many, not counting those that could not be done: they would be in the way of all others for ever. */
  readonly limit: number;
}

/** After so many of an entry's in a row there is little use in trying its others: their queue is gone, say, and other entries' is not. */
const enough = 3;

/** One Job after the other: a stop anywhere then leaves at most one message both in the queue and here. */
export async function redriveJobs(jobs: readonly FailedJob[], redrive: JobsRedrive): Promise<void> {
  const { report, limit, say } = redrive;
  const [inARow, stopped] = [new Map<string, number>(), new Set<string>()];
  let done = 0;
  for (const [index, job] of jobs.entries()) {
    if (stopped.has(job.entry)) continue;
    if (done === limit) return;
    const line = (text: string) => say(`${index + 1} of ${jobs.length}: ${nameOf(job)}: ${text}`);
    try {
      await redriveJob(job, { ...redrive, say: line });
      inARow.delete(job.entry);
      done++;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      report.faults.push({ what: nameOf(job), why: error.message });
      line(`${error instanceof StillKept ? 'half done' : 'not done'}: ${error.message}`);
      // Its message is back, as those are of which a limit is asked for.
      if (error instanceof StillKept) done++;
      const later = jobs.slice(index + 1).filter(({ entry }) => !stopped.has(entry));
      if (isSilence(error)) return notTried(later, `namespace ${job.namespace}`, 'the cluster did not answer', redrive);
      const faults = (inARow.get(job.entry) ?? 0) + 1;
      inARow.set(job.entry, faults);
      const why = whyNoMore(error, faults);
      if (why === undefined) continue;
      stopped.add(job.entry);
      const its = later.filter(({ entry }) => entry === job.entry);
      notTried(its, nameOf({ ...job, name: job.entry }), why, redrive);
    }
  }
}

function isSilence(fault: Fault): boolean {
  return fault instanceof Unanswered || fault.cause instanceof Unanswered;
}

/** Why an entry's other Jobs are not tried after this fault; undefined where they are. */
function whyNoMore(fault: Fault, inARow: number): string | undefined {
  if (fault instanceof StillKept) return "one of its entry's was put back and could not be deleted";
  return inARow < enough ? undefined : `${enough} of its entry's in a row could not be done`;
}

function notTried({ length }: readonly FailedJob[], what: string, why: string, { report, say }: JobsRedrive): void {
  if (length === 0) return;
  report.left.push({ what, why: `not tried: ${why}`, count: length });
  say(`${what}: ${length} more ${length === 1 ? 'is' : 'are'} skipped: ${why}`);
}
