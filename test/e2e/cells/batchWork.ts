import { expect } from '@jest/globals';
import { planted } from '../canary.ts';
import { condition } from '../history.ts';
import type { Stage } from './stage.ts';
import { processorOf, Trial } from './trial.ts';

/** Five messages, three to a Job: with completion each index settles its own. */
export const batchWork = (stage: Stage) =>
  Trial.run(stage, 'batch', async (trial) => {
    await trial.configure({ ...processorOf('setTimeout(tell, 2000)'), batch: { size: 3 }, parallelism: 6 });
    for (let n = 0; n < 5; n++) await trial.queue.publish(planted({ n }));
    await trial.settled(2);
    const told = await trial.told();
    expect(told.map(({ env }) => env.MESSAGE).sort()).toEqual(Array.from({ length: 5 }, (_, n) => JSON.stringify(planted({ n }).content)));
    expect(new Set(told.map(({ env }) => env.TARGET)).size).toBe(5);
    expect(trial.jobs().map(condition)).toEqual(trial.jobs().map(() => 'Complete'));
    expect(await trial.deadLetters()).toEqual([]);
  });
