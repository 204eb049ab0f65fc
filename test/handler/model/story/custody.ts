/** Where a message is, and whether it is safe there. */
import { Breach, type Launcher, type Name, type World } from './world.ts';

/** The launcher's connection ends, by its own will or not: what it has not settled is in the queue again. */
export function takeBack(world: World, launcher: Launcher | undefined): void {
  if (launcher === undefined) return;
  if (launcher.owes && launcher.holds !== undefined) world.messages[launcher.holds].ready++;
  launcher.owes = false;
}

/** A processor begins with a message. */
export function begin(world: World, name: Name): void {
  const message = world.messages[name];
  if (!world.faulty && (message.working > 0 || message.done)) throw new Breach('a duplicate without a fault');
  message.working++;
}

export function finish(world: World, name: Name, succeeded: boolean): void {
  world.messages[name].working--;
  if (succeeded) world.messages[name].done = true;
}

/** Whether a message is in the queue, or settled where a redrive or an operator finds it: finally failed ones keep their Secret. */
export function isSafe(world: World, name: Name): boolean {
  const { ready, done, parked } = world.messages[name];
  return ready > 0 || done || parked || isKept(world, name);
}

/** Whether it is durable while an unfinished or a failed Job answers for it. */
function isKept({ cell, job, secret, processor }: World, name: Name): boolean {
  if (cell.acknowledge === 'completion' || secret?.message !== name) return false;
  if (secret.owner === 'launcher') return job === 'active' || job === 'failed';
  return secret.owner === processor?.id && !processor.going;
}

export function isLost(world: World, name: Name): boolean {
  const held = world.pods.some(({ launcher }) => launcher?.owes && launcher.holds === name);
  return !held && !isSafe(world, name);
}

/** Whether all that is to be done is done. */
export function isOver(world: World): boolean {
  const { job, pods, processor, messages } = world;
  const ended = processor === undefined || (!processor.going && (processor.phase === 'done' || processor.phase === 'failed'));
  const settled = Object.values(messages).every(({ ready, working }) => ready + working === 0);
  return job !== 'active' && pods.length === 0 && ended && settled && (['a', 'b'] as const).every((name) => isSafe(world, name));
}
