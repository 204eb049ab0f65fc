import { setTimeout as sleep } from 'node:timers/promises';
import { randomNumbers } from '../../random.ts';
import { core, part } from '../cluster.ts';
import type { Load } from './load.ts';

export interface Disturbance {
  /** A part of the cluster, or `pod`, of which the name follows. */
  what: string;
  /** Whose pod it is. */
  load?: string;
  /** By the node's clock, in milliseconds. */
  from: number;
  /** By then it was certainly gone. */
  gone: number;
  /** By then a part is there again. */
  until: number;
}

/** Of one round: every part is down for so many seconds. */
export const parts = [
  { name: 'rabbitmq', down: 1 },
  { name: 'apiserver', down: 3 },
  { name: 'kubelet', down: 3 },
  { name: 'keda', down: 2 },
  { name: 'rabbitmq', down: 4 },
  { name: 'apiserver', down: 1 },
];

/** What is left to itself before the next kill, in seconds. */
const calm = 2;

/**
 * Kills all parts in turn, so many times; every load loses a processor's pod between two kills. However fast the machine is, no load is
 * over at a kill, as it gets more messages right before.
 */
export async function disturb(loads: readonly Load[], rounds: number, more: number, seed: number): Promise<Disturbance[]> {
  const draw = randomNumbers(seed);
  const all: Disturbance[] = [];
  for (let round = 0; round < rounds; round++)
    for (const { name, down } of parts) {
      await Promise.all(loads.map((load) => load.publish(more)));
      all.push(await killed(name, down));
      all.push(...(await Promise.all(loads.map((load) => deletedPod(load, draw)))).flat());
      await sleep(calm * 1000);
    }
  return all;
}

async function killed(name: string, seconds: number): Promise<Disturbance> {
  const from = Date.now();
  await part('kill', name);
  const gone = Date.now();
  await sleep(seconds * 1000);
  await part('start', name);
  return { what: name, from, gone, until: Date.now() };
}

/** Deletes a processor's pod, as soon as there is one; a load that is over has none any more. */
async function deletedPod(load: Load, draw: () => number): Promise<Disturbance[]> {
  const drawn = draw();
  do {
    const running = await load.running();
    const name = running[Math.floor(drawn * running.length)]?.metadata?.name;
    if (name !== undefined) {
      const from = Date.now();
      await core.deleteNamespacedPod({ namespace: load.namespace.name, name });
      const gone = Date.now();
      return [{ what: `pod ${name}`, load: load.name, from, gone, until: gone }];
    }
    await sleep(500);
  } while (!(await load.isOver()));
  return [];
}
