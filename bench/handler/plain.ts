/** Launchers as plain processes, against a real broker and a real API server. */
import { Queue } from '../../test/broker/queue.ts';
import { turns } from '../rounds.ts';
import type { Cell } from './cells.ts';
import { Site } from './site.ts';
import { sidecarUsage, type Usage, usageOf } from './usage.ts';

export type Contender = 'node -e 0' | 'launcher' | 'naive launcher';

export type Usages = Readonly<Record<Contender, Usage[]>>;

/** What a producer sends; of it a launcher makes a Secret of half a kilobyte. */
const message = {
  content: { invoice: 20_240_607, amount: '118.50', currency: 'EUR', lines: [1, 2, 3].map((line) => ({ line, article: `A-${line}` })) },
  environment: { CUSTOMER: 'customer-4711', REGION: 'eu-central-1' },
};

const commands: Readonly<Record<Contender, string[]>> = {
  'node -e 0': ['-e', '0'],
  launcher: ['dist/start.cjs'],
  'naive launcher': ['bench/handler/naiveLauncher.mjs'],
};

/** `program` is usage.c's. */
export async function plain(rounds: number, { entry, files = {}, contenders }: Cell, program: string): Promise<Usages> {
  const queue = await Queue.declare();
  const site = await Site.of(queue.name, entry, files);
  const usages: Usages = { 'node -e 0': [], launcher: [], 'naive launcher': [] };
  try {
    for (const contender of turns(rounds, contenders)) {
      const command = [process.execPath, ...commands[contender]];
      usages[contender].push(contender === 'node -e 0' ? usageOf(program, command, {}) : await launched(command));
    }
  } finally {
    await site.delete();
    await queue.delete();
  }
  return usages;

  async function launched(command: string[]): Promise<Usage> {
    await queue.publish(message, { messageId: 'm1' });
    const launch = await site.launch();
    const stays = entry.acknowledge === 'completion';
    const usage = stays
      ? await sidecarUsage(program, command, launch.env, () => site.processorEnds(launch))
      : usageOf(program, command, launch.env);
    await site.clear(launch);
    if ((await queue.ready()) > 0) throw new Error(`${command.join(' ')} left its message in the queue`);
    return usage;
  }
}
