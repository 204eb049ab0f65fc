import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { scratchImage } from '../cluster.ts';
import { badMessages } from './bad.ts';
import { batchWork } from './batchWork.ts';
import { type Cell, cells, nameOf } from './cell.ts';
import { deletion } from './deletion.ts';
import { entrypoint } from './entrypoint.ts';
import { fuzz } from './fuzz.ts';
import { hopeless } from './hopeless.ts';
import { large } from './large.ts';
import { late } from './late.ts';
import { mended } from './mended.ts';
import { wrongPassword } from './password.ts';
import { secrecy } from './secrecy.ts';
import { Stage } from './stage.ts';
import { stopped } from './stopped.ts';
import { works } from './works.ts';

/** For what hangs: the node is full, and a slow machine takes its time. */
jest.setTimeout(1_800_000);

interface Scene {
  title: string;
  play: (stage: Stage) => Promise<void>;
  /** All cells where absent. */
  where?: (cell: Cell) => boolean;
  /** Whether the cluster under test lacks what it needs. */
  skipped?: boolean;
}

const withCompletion = ({ acknowledge }: Cell) => acknowledge === 'completion';

/** Begun in this order, eight at a time (jest's maxConcurrency): first what takes longest, and the caps while there is room. */
const scenes: readonly Scene[] = [
  { title: 'work on all messages, five at once and never more, with the contract and the message’s variables', play: works },
  { title: 'try again what failed, until it works', play: (stage) => mended(stage, 'classic') },
  { title: 'try again what failed, from a quorum queue', play: (stage) => mended(stage, 'quorum'), where: withCompletion },
  { title: 'end fifty messages of any kind as they deserve', play: fuzz },
  { title: 'end the work that takes too long', play: late },
  { title: 'give up what fails for good, and keep it', play: (stage) => hopeless(stage, 'classic') },
  { title: 'give up what fails for good, from a quorum queue', play: (stage) => hopeless(stage, 'quorum'), where: withCompletion },
  { title: 'give the message back where the launcher’s pod is deleted', play: stopped, where: withCompletion },
  { title: 'clean up after a Job and a ScaledJob that a user deletes', play: deletion },
  { title: 'dead-letter bad messages, with the reason', play: badMessages },
  { title: 'hand over large messages as far as they fit, and dead-letter the others', play: large },
  { title: 'work on a batch', play: batchWork, where: withCompletion },
  { title: 'fail at once with a wrong password, and leave the message', play: wrongPassword },
  { title: 'show a processor neither the broker’s login nor the launcher’s token', play: secrecy },
  {
    title: 'run the entrypoint of an image',
    play: entrypoint,
    where: ({ runner }) => runner === 'job',
    skipped: scratchImage === undefined,
  },
];

describe('on a real cluster', () => {
  const stages = new Map<Cell, Stage>();
  const stageOf = (cell: Cell) => stages.get(cell) ?? Promise.reject(new Error('there is no stage'));

  beforeAll(async () => {
    for (const cell of cells) stages.set(cell, await Stage.of(cell));
  });

  afterAll(() => Promise.all([...stages.values()].map((stage) => stage.end())));

  for (const { title, play, where = () => true, skipped = false } of scenes)
    for (const cell of cells.filter(where))
      (skipped ? it.concurrent.skip : it.concurrent)(`${nameOf(cell)}: ${title}`, async () => play(await stageOf(cell)));
});
