import { expect } from '@jest/globals';
import { canary, planted } from '../canary.ts';
import { condition } from '../history.ts';
import type { Stage } from './stage.ts';
import { processorOf, Trial } from './trial.ts';

const bad: readonly [body: string, reason: string][] = [
  [`{"content": ${canary.content}`, 'the message is not JSON'],
  [JSON.stringify(planted('x', { LD_PRELOAD: canary.value })), 'environment: variable 1 is LD_*, which a message must not set'],
];

/** Messages that are none, around a good one. */
export const badMessages = (stage: Stage) =>
  Trial.run(stage, 'bad', async (trial) => {
    await trial.configure(processorOf('tell()'));
    await trial.queue.publish(bad[0]?.[0], { headers: { kept: canary.header } });
    await trial.queue.publish(planted('good'));
    await trial.queue.publish(bad[1]?.[0]);
    await trial.settled(3);
    const letters = await trial.deadLetters();
    const told = letters.map(({ content, properties }) => [content.toString(), properties.headers?.['x-event-jobs-reason']] as const);
    expect(new Map(told)).toEqual(new Map(bad));
    expect(trial.jobs().map(condition)).toEqual(trial.jobs().map(() => 'Complete'));
    expect((await trial.told()).map(({ env }) => env.MESSAGE)).toEqual([JSON.stringify(planted('good').content)]);
    expect(await trial.secrets()).toHaveLength(1);
  });
