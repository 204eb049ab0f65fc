import { expect } from '@jest/globals';
import type { V1Pod } from '@kubernetes/client-node';
import { labels } from '../../../handler/contract.ts';
import { planted } from '../canary.ts';
import { kubectl } from '../cluster.ts';
import type { Stage } from './stage.ts';
import { patience, processorOf, Trial } from './trial.ts';

/**
 * With completion: a pod is deleted while the processor works, with the runner `job` first the processor's. The launcher gives the message
 * back itself, and another Job takes it.
 */
export const stopped = (stage: Stage) =>
  Trial.run(stage, 'stopped', async (trial) => {
    await trial.configure({ ...processorOf('setTimeout(tell, 600_000)'), retries: 0 });
    await trial.queue.publish(planted('stopped'));
    let working = await nextToWork(trial, undefined);
    for (const victim of stage.cell.runner === 'job' ? (['processor', 'launcher'] as const) : (['launcher'] as const)) {
      const launching = launchersPod(trial, working);
      const pod = victim === 'launcher' ? launching : nameOf(working);
      const log = kubectl(['logs', '--follow', launching, '-c', 'launcher', '-n', stage.namespace.name]);
      await kubectl(['delete', 'pod', pod, '-n', stage.namespace.name, '--wait=false']);
      expect(await log).toMatch(/"the message is back in the queue"}\n/);
      working = await nextToWork(trial, working);
    }
    // Nobody's failure: with no retries it would be a dead letter.
    expect(await trial.deadLetters()).toEqual([]);
    await kubectl(['delete', 'scaledjob', trial.name, '-n', stage.namespace.name, '--wait=false']);
  });

async function nextToWork(trial: Trial, before: V1Pod | undefined): Promise<V1Pod> {
  const others = () => trial.running().filter((pod) => nameOf(pod) !== (before && nameOf(before)));
  await trial.stage.history.until('a Job works on it', () => others().length > 0, patience);
  return others()[0] as V1Pod;
}

/** The name of the pod whose launcher waits for this one's processor. */
function launchersPod(trial: Trial, working: V1Pod): string {
  const job = trial.jobs().find(({ metadata }) => metadata?.name === working.metadata?.labels?.['batch.kubernetes.io/job-name']);
  const uid = job?.metadata?.labels?.[labels.launcher] ?? job?.metadata?.uid;
  const [pod = {}] = trial.podsOf(trial.launcherJobs().filter(({ metadata }) => metadata?.uid === uid));
  return nameOf(pod);
}

function nameOf({ metadata }: V1Pod): string {
  return metadata?.name ?? '';
}
