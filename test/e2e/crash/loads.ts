import { canary, planted } from '../canary.ts';
import type { Cell } from '../cells/cell.ts';
import type { Entry } from '../namespace.ts';

/**
 * The whole matrix takes most of an hour on two cores: `make soak` (CRASH=all). `make test` kills the launcher of good messages at each of
 * its steps, in every cell.
 */
export const all = process.env.CRASH === 'all';

/** What is in the queue, and how the processor ends. */
export interface Load {
  readonly name: string;
  readonly bodies: readonly string[];
  readonly exitCode: number;
  /** What the launcher of the first message does with it before it settles it. */
  readonly deeds: readonly ('keep' | 'publish')[];
  /** Of all messages. */
  readonly headers?: Readonly<Record<string, unknown>>;
  /** Where the processor's end decides about the message. */
  readonly only?: Cell['acknowledge'];
}

const good = (id: string) => JSON.stringify(planted({ id }));
const bad = `no JSON ${canary.content}`;

/** How often a message that keeps failing is delivered again: enough for each way in which the launcher settles a failure. */
const retries = 2;

const failing = (name: string, failedBefore: number): Load => ({
  name,
  bodies: [good('A')],
  exitCode: 1,
  deeds: ['keep', 'publish'],
  headers: failedBefore === 0 ? {} : { 'x-event-jobs-attempts': failedBefore },
  only: 'completion',
});

const everyLoad: readonly Load[] = [
  { name: 'two good messages', bodies: [good('A'), good('B')], exitCode: 0, deeds: ['keep'] },
  { name: 'a bad message before a good one', bodies: [bad, good('B')], exitCode: 0, deeds: ['publish'] },
  { name: 'an empty queue', bodies: [], exitCode: 0, deeds: [] },
  failing('a message that fails for the first time', 0),
  failing('a message that fails again', retries - 1),
  failing('a message that fails for the last time', retries),
];

export function loadsOf({ acknowledge }: Cell): readonly Load[] {
  return everyLoad.filter(({ only }, n) => (all || n === 0) && (only ?? acknowledge) === acknowledge);
}

/** Whether its first message is kept, and worked on with success: the way that the model tells of. */
export function isGood({ deeds, exitCode }: Load): boolean {
  return deeds.join() === 'keep' && exitCode === 0;
}

/** Its image is never started: no node has the label, and the harness plays the kubelet. Its script tells its environment. */
export function entry({ runner, acknowledge }: Cell, { exitCode }: Load, jobName: string): Entry {
  return {
    jobName,
    runner,
    acknowledge,
    paused: true,
    image: 'localhost/never',
    command: ['/bin/sh', '-c', `/usr/bin/env -0; exit ${exitCode}`],
    ...(acknowledge === 'completion' && { retries }),
    template: { spec: { nodeSelector: { 'event-jobs.test/node': 'none' } } },
  };
}

/** What happens to a launcher at each of its steps. */
const everyBlow = [
  { signal: 'SIGKILL', does: 'killed at any of its steps loses nothing' },
  { signal: 'SIGTERM', does: 'stopped at any of its steps loses nothing, and acknowledges nothing late' },
  { signal: 'SIGSTOP', does: "overtaken by another of its Job's pods at any of its steps loses nothing", only: 'dispatch' },
] as const;

export function blowsOf({ acknowledge }: Cell) {
  return everyBlow.filter((blow, n) => (all || n === 0) && (!('only' in blow) || blow.only === acknowledge));
}
