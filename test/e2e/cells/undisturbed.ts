import { expect } from '@jest/globals';
import { mostAtOnce } from '../atOnce.ts';
import { planted } from '../canary.ts';
import { condition } from '../history.ts';
import type { Stage } from './stage.ts';
import { processorOf, Trial } from './trial.ts';

const cap = 3;
const count = 6;

/** Where nothing else is at work on the node KEDA counts rightly, and so every Job has a message, or comes when there is none left. */
export const undisturbed = (stage: Stage) =>
  Trial.run(stage, 'calm', async (trial) => {
    await trial.configure({ ...processorOf('setTimeout(tell, 2000)'), parallelism: cap });
    for (let n = 0; n < count; n++) await trial.queue.publish(planted({ n }));
    await trial.settled(count);

    const told = await trial.told();
    expect(told.map(({ env }) => env.MESSAGE).sort()).toEqual(
      Array.from({ length: count }, (_, n) => JSON.stringify(planted({ n }).content)),
    );
    expect(mostAtOnce(told)).toBeLessThanOrEqual(cap);
    expect(trial.jobs().map(condition)).toEqual(trial.jobs().map(() => 'Complete'));
    const targets = told.map(({ env }) => env.TARGET);
    const others = trial.launcherJobs().filter(({ metadata }) => !targets.includes(`${trial.name}-${metadata?.uid}`));
    expect(others).toHaveLength(trial.launcherJobs().length - count);
    console.log(`${stage.cell.runner}, ${stage.cell.acknowledge}: ${others.length} Jobs found the queue empty`);
    for (const job of others) expect(await trial.launcherLog([job])).toContain('the queue is empty');
    expect(await trial.launcherLog()).not.toContain('stood down');
  });
