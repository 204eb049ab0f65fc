import { expect } from '@jest/globals';
import { planted } from '../canary.ts';
import { condition } from '../history.ts';
import type { Stage } from './stage.ts';
import { patience, processorOf, Trial } from './trial.ts';

/** A processor that fails and later does not. How it ends is read when its pod starts: the test decides it between two tries. */
export const mended = (stage: Stage, queueType: 'classic' | 'quorum') =>
  Trial.run(
    stage,
    `mended-${queueType}`,
    async (trial) => {
      const environment = [{ name: 'EXIT_CODE', valueFrom: { configMapKeyRef: { name: trial.name, key: 'code' } } }];
      await stage.configMap(trial.name, { code: '7' });
      await trial.configure({ ...processorOf('tell(); process.exit(Number(env.EXIT_CODE))'), environment, retries: 5 });
      await trial.queue.publish(planted('once more'));
      await stage.history.until('a processor failed', () => trial.exitCodes().includes(7), patience);
      await stage.configMap(trial.name, { code: '0' });
      await stage.history.until('a processor succeeded', () => trial.exitCodes().includes(0), patience);
      await trial.settled(1);

      const told = await trial.told();
      expect(told.length).toBeGreaterThan(1);
      expect(new Set(told.map(({ env }) => env.MESSAGE))).toEqual(new Set([JSON.stringify(planted('once more').content)]));
      expect(told.map(({ env }) => env.EXIT_CODE).sort()).toEqual(['0', ...told.slice(1).map(() => '7')]);
      if (stage.cell.acknowledge === 'dispatch') expectOneJob(trial, told.length);
      else expectAJobEach(trial, told.length);
      expect(await trial.deadLetters()).toEqual([]);
    },
    { arguments: { 'x-queue-type': queueType } },
  );

/** Kubernetes tries again, with the message that the Job has. */
function expectOneJob(trial: Trial, tries: number): void {
  const tried = trial.processorJobs().filter((job) => trial.podsOf([job]).length > 1);
  expect(tried.map(condition)).toEqual(['Complete']);
  expect(trial.podsOf(tried)).toHaveLength(tries);
}

/** The broker delivers again, to another Job. */
function expectAJobEach(trial: Trial, tries: number): void {
  for (const jobs of [trial.processorJobs(), trial.launcherJobs()]) {
    expect(jobs.filter((job) => condition(job) === 'Failed')).toHaveLength(tries - 1);
    expect(jobs.map(condition)).toContain('Complete');
  }
}
