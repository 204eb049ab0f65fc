import { expect } from '@jest/globals';
import { canary } from '../canary.ts';
import { condition } from '../history.ts';
import type { Cell } from './cell.ts';
import type { Stage } from './stage.ts';
import { processorOf, Trial } from './trial.ts';

const [kibi, mebi] = [1024, 1024 * 1024];
const filled = (size: number, text = '') => text.padEnd(size, 'x');
/** Of a message's content, in bytes. */
const sizes = [200 * kibi, 900 * kibi, 5 * mebi];

/** Each as heavy as a message can be in its way: on the wire, decoded, parsed, or written again. */
const heavy: [body: string, reason: RegExp][] = [
  [filled(16 * mebi + 1, canary.content), /^the message has 16777217 bytes; 16777216 are allowed$/],
  // The broker's own limit.
  [filled(128 * mebi, canary.content), /^the message has 134217728 bytes; 16777216 are allowed$/],
  [`{"content":"€${filled(16 * mebi - 17)}"}`, /^the message takes \d+ bytes in a Secret; 1048576 are allowed$/],
  [`{"content":[${'[],'.repeat(5 * mebi)}[]]}`, /^the message has more values than a Secret has room for$/],
  [`{"content":[${'{},'.repeat(mebi / 3 - 10)}{}]}`, /^the message takes \d+ bytes in a Secret/],
  [`{"content":${'['.repeat(mebi / 4)}${']'.repeat(mebi / 4)}}`, /^content is nested too deeply$/],
  [
    JSON.stringify({ content: '', environment: Object.fromEntries(Array.from({ length: 120_000 }, (_, n) => [`NAME_${n}`, filled(100)])) }),
    /^the message takes \d+ bytes in a Secret/,
  ],
];

const tooLarge = /^(the message takes \d+ bytes in a Secret; 1048576 are allowed|MESSAGE is over 131071 bytes with its name)/;

/** How many of the sizes, from the smallest, a processor can be given. */
function fitting({ runner, acknowledge }: Cell): number {
  // A Job's variables come from the Secret, and one of them has 128 KiB; a file has not, and with completion need not fit a Secret.
  if (runner === 'job') return 0;
  return acknowledge === 'dispatch' ? 2 : 3;
}

/** Messages of any size and shape, with the launcher's own memory limit. */
export const large = (stage: Stage) =>
  Trial.run(stage, 'large', async (trial) => {
    const script = 'tell({ env: { MESSAGE: env.MESSAGE }, size: require("fs").statSync(env.MESSAGE_FILE).size })';
    const others = stage.cell.runner === 'exec' && stage.cell.acknowledge === 'dispatch' ? heavy : [];
    await trial.configure({ ...processorOf(script), parallelism: 2, retries: 0 });
    for (const size of sizes) await trial.queue.publish({ content: filled(size, canary.content) });
    for (const [body] of others) await trial.queue.publish(body);
    await trial.settled(sizes.length + others.length);

    expect(trial.jobs().map(condition)).toEqual(trial.jobs().map(() => 'Complete'));
    const told = (await trial.told()) as unknown as { env: object; size: number }[];
    // With the quotes of JSON. No variable can hold it.
    expect(told.map(({ env, size }) => [env, size - 2]).sort()).toEqual(
      sizes
        .slice(0, fitting(stage.cell))
        .map((size) => [{}, size])
        .sort(),
    );
    const letters = await trial.deadLetters();
    expect(letters).toHaveLength(sizes.length - fitting(stage.cell) + others.length);
    for (const { content, properties } of letters) {
      const [, reason = tooLarge] = others.find(([body]) => content.equals(Buffer.from(body))) ?? [];
      expect(properties.headers?.['x-event-jobs-reason']).toMatch(reason);
    }
  });
