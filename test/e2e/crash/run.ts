import { canariesIn } from '../canary.ts';
import { completionPod } from './completionPod.ts';
import { dispatchPods } from './dispatchPods.ts';
import { breaches, mayComeTwice } from './ledger.ts';
import { orphans } from './orphans.ts';
import type { Blow, Launched } from './station.ts';
import { type Place, Work, type Worksite } from './work.ts';

export interface Run {
  /** The launcher that got the blow; undefined where the run itself failed. */
  readonly first?: Launched;
  /** Whether a message may have come twice. */
  readonly twice: boolean;
  /** Every broken promise, in words. */
  readonly found: readonly string[];
}

/** More than the messages of any load need. */
const mostJobs = 6;

/** Works on an entry's queue to its end, Job after Job; the first launcher gets the blow. */
export async function run(site: Worksite, place: Place, jobName: string, blow?: Blow): Promise<Run> {
  const work = await Work.begin(site, place, jobName);
  const pods = site.cell.acknowledge === 'dispatch' ? dispatchPods : completionPod;
  try {
    const first = await pods(work, await work.createJob(), blow);
    for (let more = 0; !(await work.isDone()) && more < mostJobs; more++) await pods(work, await work.createJob());
    const left = await orphans(site.namespace, jobName);
    const twice = blow?.signal === 'SIGSTOP' || mayComeTwice(first.steps, site.cell.acknowledge);
    return {
      first,
      twice,
      found: [...breaches(await work.ledger(), twice), ...late(first, site), ...hung(work), ...givenAway(work), ...left],
    };
  } catch (error) {
    return { twice: false, found: [(error as Error).message, ...givenAway(work)] };
  } finally {
    await work.end();
  }
}

/** With dispatch nothing that is only in the Job's Secret is acknowledged once the launcher knows of its SIGTERM. */
function late({ steps, stoppedAfter }: Launched, { cell }: Worksite): string[] {
  const kept = steps.came.some((step) => step.startsWith('API server: POST secrets 201'));
  const acknowledged = steps.came.slice(stoppedAfter).some((step) => step.startsWith('launcher: basic.ack'));
  return cell.acknowledge === 'dispatch' && kept && acknowledged ? ['acknowledged after SIGTERM'] : [];
}

function hung({ launches }: Work): string[] {
  return launches.filter(({ hung }) => hung).map((launched) => `a launcher did not end: ${launched.output()}`);
}

/** Of credentials and messages, in what a launcher wrote: which, but not where, as that would tell them once more. */
function givenAway({ launches }: Work): string[] {
  return [...new Set(launches.flatMap((launched) => canariesIn(launched.output())))].map(
    (what) => `a launcher's output gives away: ${what}`,
  );
}
