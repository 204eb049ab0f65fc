import { expect } from '@jest/globals';
import { canary, planted } from '../canary.ts';
import { condition } from '../history.ts';
import type { Stage } from './stage.ts';
import { patience, processorOf, Trial } from './trial.ts';

const retries = 1;
const properties = { messageId: 'm1', contentType: 'application/json', headers: { kept: canary.header } };

/** A processor that fails for good. */
export const hopeless = (stage: Stage, queueType: 'classic' | 'quorum') =>
  Trial.run(
    stage,
    `hopeless-${queueType}`,
    async (trial) => {
      await trial.configure({ ...processorOf('tell(); process.exit(9)'), retries });
      await trial.queue.publish(planted('lost cause'), properties);
      await stage.history.until('all tries failed', () => trial.exitCodes().length > retries, patience);
      await trial.settled(1);
      expect(trial.exitCodes()).toEqual([9, 9]);
      if (stage.cell.acknowledge === 'dispatch') await expectKeptInSecret(trial);
      else await expectDeadLetter(trial);
    },
    { arguments: { 'x-queue-type': queueType } },
  );

/** The Job is failed, and the message in its Secret. */
async function expectKeptInSecret(trial: Trial): Promise<void> {
  const [job, ...others] = trial.processorJobs();
  expect(others).toEqual([]);
  expect(condition(job ?? {})).toBe('Failed');
  expect(job?.status?.conditions?.find(({ type }) => type === 'Failed')?.reason).toBe('BackoffLimitExceeded');
  const [secret] = await trial.secrets();
  expect(Buffer.from(secret?.data?.MESSAGE ?? '', 'base64').toString()).toBe(JSON.stringify(planted('lost cause').content));
  expect(await trial.deadLetters()).toEqual([]);
}

async function expectDeadLetter(trial: Trial): Promise<void> {
  expect(trial.launcherJobs().map(condition)).toEqual(['Failed', 'Failed']);
  const [letter, ...others] = await trial.deadLetters();
  expect(others).toEqual([]);
  expect(letter?.content.toString()).toBe(JSON.stringify(planted('lost cause')));
  expect(letter?.properties).toMatchObject({
    ...properties,
    deliveryMode: 2,
    headers: {
      kept: canary.header,
      'x-event-jobs-reason': expect.stringContaining('exit'),
      'x-event-jobs-attempts': retries + 1,
      'x-event-jobs-exit-code': 9,
      'x-event-jobs-time': expect.stringMatching(/^\d{4}-.*Z$/),
      'x-event-jobs-entry': `${trial.stage.namespace.name}/${trial.name}`,
      'x-event-jobs-target': expect.stringMatching(/^hopeless-[a-z]+-[0-9a-f-]{36}$/),
    },
  });
}
