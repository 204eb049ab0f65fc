import { expect } from '@jest/globals';
import { planted } from '../canary.ts';
import { condition } from '../history.ts';
import type { Stage } from './stage.ts';
import { patience, processorOf, Trial } from './trial.ts';

/** In seconds. A launcher with less than half of it left would stand down. */
const timeout = 30;

/** A processor that takes longer than the entry's timeout. */
export const late = (stage: Stage) =>
  Trial.run(stage, 'late', async (trial) => {
    await trial.configure({ ...processorOf('setTimeout(tell, 600_000)'), timeout, retries: 0 });
    await trial.queue.publish(planted('late'));
    // Its pod is deleted, and soon gone. Where a launcher had to wait too long for its node, it has stood down for another.
    await stage.history.until('its time is over', () => trial.exitCodes().includes(143), patience);
    await trial.settled(1);
    const job = trial.processorJobs().find((job) => condition(job) === 'Failed');
    const letters = await trial.deadLetters();
    if (stage.cell.acknowledge === 'dispatch') {
      expect(job?.status?.conditions?.find(({ type }) => type === 'Failed')?.reason).toBe('DeadlineExceeded');
      expect(await trial.secrets()).toHaveLength(1);
      expect(letters).toEqual([]);
    } else {
      expect(letters.map(({ content }) => content.toString())).toEqual([JSON.stringify(planted('late'))]);
      const reason = "the processor was not done within the entry's timeout";
      expect(letters[0]?.properties.headers).toMatchObject({ 'x-event-jobs-reason': reason, 'x-event-jobs-attempts': 1 });
    }
  });
