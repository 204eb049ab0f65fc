import type { Cell } from './cells.ts';
import { isLost, isOver } from './custody.ts';
import { afterFault } from './faults.ts';
import { afterStep } from './steps.ts';
import { afterLife } from './surroundings.ts';
import { Breach, firstWorld, key, names, type Scope, type World } from './world.ts';

/** What is found to be wrong in any of the ways that a cell's story can go. */
export function everyStory(cell: Cell, scope: Scope): { states: number; breaches: string[] } {
  const breaches = new Set<string>();
  const worlds: World[] = [];
  const numbers = new Map<string, number>();
  /** By the number of a world: from which ones it may come without a fault. */
  const before: number[][] = [];
  const number = (world: World) => {
    const name = key(world);
    const known = numbers.get(name) ?? worlds.length;
    if (known === worlds.length) {
      numbers.set(name, known);
      before.push([]);
      worlds.push(world);
    }
    return known;
  };
  const noting = (follow: () => World[]): World[] => {
    try {
      return follow();
    } catch (error) {
      if (!(error instanceof Breach)) throw error;
      breaches.add(error.message);
      return [];
    }
  };
  number(firstWorld(cell, scope));
  for (let at = 0; at < worlds.length; at++) {
    const world = worlds[at] as World;
    if (names.some((name) => isLost(world, name))) breaches.add('a message is lost');
    const steps = world.pods.flatMap((_, place) => noting(() => afterStep(world, place)));
    for (const next of [...noting(() => afterLife(world)), ...steps]) before[number(next)]?.push(at);
    for (const next of noting(() => afterFault(world))) number(next);
  }
  if (fromWhere(worlds.map(isOver), before) < worlds.length) breaches.add('it may stick');
  return { states: worlds.length, breaches: [...breaches].sort() };
}

/** From how many worlds a goal can be reached. */
function fromWhere(goals: readonly boolean[], before: readonly number[][]): number {
  const reached = [...goals];
  const open = goals.flatMap((isGoal, at) => (isGoal ? [at] : []));
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const earlier of before[at] ?? []) {
      if (reached[earlier]) continue;
      reached[earlier] = true;
      open.push(earlier);
    }
  return reached.filter(Boolean).length;
}
