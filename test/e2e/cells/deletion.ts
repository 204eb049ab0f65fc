import { expect } from '@jest/globals';
import type { V1Job } from '@kubernetes/client-node';
import { labels } from '../../../handler/contract.ts';
import { eventually } from '../../eventually.ts';
import { planted } from '../canary.ts';
import { core, kubectl } from '../cluster.ts';
import type { Stage } from './stage.ts';
import { patience, processorOf, Trial } from './trial.ts';

/** A user deletes a Job that works, and then the ScaledJob. With dispatch the message goes with its Job; with completion it is the broker's. */
export const deletion = (stage: Stage) =>
  Trial.run(stage, 'deleted', async (trial) => {
    const { history, namespace } = stage;
    const dispatch = stage.cell.acknowledge === 'dispatch';
    await trial.configure({ ...processorOf('setTimeout(tell, 600_000)'), parallelism: 2, retries: 3 });
    for (const content of ['one', 'two']) await trial.queue.publish(planted(content));
    await history.until('both work', () => trial.running().length === 2, patience);
    const before = new Set((await trial.secrets()).map(({ metadata }) => metadata?.name));
    expect(before.size).toBe(2);

    const job = ownerOfWork(trial);
    await kubectl(['delete', 'job', job.metadata?.name ?? '', '-n', namespace.name, '--wait=false']);
    const left = async () => (await trial.secrets()).filter(({ metadata }) => before.has(metadata?.name));
    await eventually('its Secret is gone', async () => (await left()).length === 1);
    if (dispatch) await history.until('the other works on', () => trial.running().length === 1);
    else
      await history.until(
        'another Job has its message',
        () => trial.running().length === 2 && liveUids(trial).every((uid) => uid !== job.metadata?.uid),
        200,
      );
    expect(await trial.queue.ready()).toBe(0);

    await kubectl(['delete', 'scaledjob', trial.name, '-n', namespace.name, '--wait=false']);
    await eventually('nothing of the entry is there', async () => (await leftovers(trial)) === 0, 90);
    await eventually('the messages are where they belong', async () => (await trial.queue.ready()) === (dispatch ? 0 : 2));
    expect(await trial.deadLetters()).toEqual([]);
  });

/** The Job that a user would delete to be rid of one message's work. */
function ownerOfWork(trial: Trial): V1Job {
  const { runner, acknowledge } = trial.stage.cell;
  const jobs = runner === 'job' && acknowledge === 'completion' ? trial.launcherJobs() : trial.processorJobs();
  const job = jobs[0];
  if (job === undefined) throw new Error('nobody works');
  return job;
}

/** Of the launchers' Jobs whose processors run. */
function liveUids(trial: Trial): (string | undefined)[] {
  const names = trial.running().map(({ metadata }) => metadata?.labels?.['batch.kubernetes.io/job-name']);
  return trial
    .processorJobs()
    .filter(({ metadata }) => names.includes(metadata?.name))
    .map(({ metadata }) => metadata?.labels?.[labels.launcher] ?? metadata?.uid);
}

async function leftovers(trial: Trial): Promise<number> {
  const [namespace, labelSelector] = [trial.stage.namespace.name, `${labels.entry}=${trial.name}`];
  const pods = await core.listNamespacedPod({ namespace, labelSelector });
  const jobs = (await trial.stage.namespace.jobs()).filter(({ metadata }) => metadata?.labels?.[labels.entry] === trial.name);
  return pods.items.length + jobs.length + (await trial.secrets()).length;
}
