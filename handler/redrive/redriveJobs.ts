/** Failed Jobs, the oldest first, one after the other. */
import { Fault } from '../fault.ts';
import type { FailedJob } from '../operator/finallyFailed.ts';
import { Unanswered } from '../operator/userApi.ts';
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
  const inARow = new Map<string, number>();
  let done = 0;
  for (const [index, job] of jobs.entries()) {
    const faults = inARow.get(job.entry) ?? 0;
    if (faults === enough) continue;
    if (done === limit) return;
    const line = (text: string) => say(`${index + 1} of ${jobs.length}: ${nameOf(job)}: ${text}`);
    try {
      await redriveJob(job, { ...redrive, say: line });
      inARow.delete(job.entry);
      done++;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      report.faults.push({ what: nameOf(job), why: error.message });
      line(`not done: ${error.message}`);
      const later = jobs.slice(index + 1).filter(({ entry }) => (inARow.get(entry) ?? 0) < enough);
      if (error instanceof Unanswered) return notTried(later, `namespace ${job.namespace}`, 'the cluster did not answer', redrive);
      inARow.set(job.entry, faults + 1);
      if (faults + 1 < enough) continue;
      const its = later.filter(({ entry }) => entry === job.entry);
      notTried(its, nameOf({ ...job, name: job.entry }), `${enough} of its entry's in a row could not be done`, redrive);
    }
  }
}

function notTried({ length }: readonly FailedJob[], what: string, why: string, { report, say }: JobsRedrive): void {
  if (length === 0) return;
  report.left.push({ what, why: `not tried: ${why}`, count: length });
  say(`${what}: ${length} more ${length === 1 ? 'is' : 'are'} skipped: ${why}`);
}
