/** The launcher's story: one message in, one hand-over out. */

import { acknowledge } from './acknowledge.ts';
import type { Broker } from './broker.ts';
import type { Cluster, OwnPod, ProcessorJobs } from './cluster.ts';
import { attend, resume } from './completion.ts';
import { deadline } from './deadline.ts';
import type { Entrance } from './entrance.ts';
import { execRunner } from './execRunner.ts';
import { jobRunner } from './jobRunner.ts';
import { patienceOf } from './jobTime.ts';
import { endsWellInstead } from './pileUp.ts';
import type { Runner } from './runner.ts';
import type { Job } from './settings.ts';
import { type Held, take } from './take.ts';
import { targetOf } from './target.ts';
import type { End } from './terminationMessage.ts';
import type { Volume } from './volume.ts';

export interface Launch extends Entrance {
  readonly job: Job;
  readonly connect: () => Promise<Broker>;
  readonly cluster: Cluster;
  /** With the runner `job`. */
  readonly jobs?: ProcessorJobs;
  /** With `exec` and completion. */
  readonly ownPod?: OwnPod;
  readonly volume: Volume;
  /** Aborted by SIGTERM: until a processor works on the message, it is given back from then on. */
  readonly stop: AbortSignal;
  /** With completion: lets the pod's main container start. */
  readonly started?: () => Promise<void>;
}

/**
 * Runs one Job's launcher to its end: the outcome is left, and with completion the message settled by its processor's end. Throws a
 * Fault, and then the message is where it was.
 */
export async function launch(launch: Launch): Promise<End> {
  const { acknowledge: mode } = launch.settings;
  const runner = runnerOf(launch);
  const left = mode === 'completion' ? await launch.volume.left() : undefined;
  if (left !== undefined) return resume(left, launch, runner);
  const got = await withinDeadline(launch, runner);
  if ('outcome' in got) return got;
  return mode === 'dispatch' ? dispatch(got, launch, runner) : attend(got, launch, runner);
}

function runnerOf(launch: Launch): Runner {
  if (launch.settings.runner === 'exec') return execRunner(launch);
  const { jobs } = launch;
  if (jobs === undefined) throw new Error('the runner job needs the API server');
  return jobRunner({ ...launch, jobs });
}

/** What fails too often for good ends well instead. */
async function withinDeadline(launch: Launch, runner: Runner): Promise<End | Held> {
  const over = deadline(patienceOf(launch.settings), launch.stop);
  try {
    return await take(launch, runner, over.until);
  } catch (error) {
    if (!(await endsWellInstead(error, targetOf(launch.settings.jobName, launch.job), launch))) throw error;
    await launch.volume.leave({ exit: 0 });
    return { outcome: 'stood down', reason: (error as Error).message };
  } finally {
    over.end();
  }
}

/** Nothing is awaited between the last look at `stop` and the acknowledgement. */
async function dispatch({ broker, message, target }: Held, { volume, log }: Launch, runner: Runner): Promise<End> {
  await acknowledge(broker, log);
  const { outcome, message: content } = runner.handOver(message);
  await volume.leave(outcome, content);
  log.info('handed over to the processor');
  await broker.close();
  return { outcome: 'handed over', target };
}
