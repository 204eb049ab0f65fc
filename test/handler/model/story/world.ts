/** What the model knows of the world: one Job in every detail, two messages, and all other Jobs as one that takes what is in the queue. */
import type { Cell, RouteName } from './cells.ts';

export const names = ['a', 'b'] as const;

export type Name = (typeof names)[number];

export interface Message {
  /** How many copies are in the queue. */
  ready: number;
  /** How many processors work on it. */
  working: number;
  done: boolean;
  parked: boolean;
}

export interface Launcher {
  route: RouteName;
  /** How many of the route's steps are done. */
  at: number;
  holds: Name | undefined;
  /** Whether the broker waits for its word on that. */
  owes: boolean;
  /** Whether its connection was lost. */
  lost: boolean;
  /** What it found of earlier pods, and the id of the processor's Job that it made itself. */
  secret: Name | 'bar' | undefined;
  processor: number | undefined;
  made: number | undefined;
  /** Whether it follows another pod of its Job. */
  readonly follows: boolean;
}

export interface Pod {
  /** Its Job takes it for gone, and yet it runs on: deleted by force, or cut off. */
  forgotten: boolean;
  /** SIGTERM. */
  stopped: boolean;
  /** Undefined: ended. */
  launcher: Launcher | undefined;
  outcome: Name | 'wait' | 'done' | 'transient' | undefined;
  /** Whether the main container may start. */
  started: boolean;
  main: 'not yet' | 'waiting' | 'running' | 'done' | 'failed';
  worksOn: Name | undefined;
}

export interface ProcessorJob {
  id: number;
  message: Name;
  phase: 'created' | 'running' | 'done' | 'failed';
  /** Being deleted in the foreground. */
  going: boolean;
}

export interface World {
  readonly cell: Cell;
  /** Whether a pod that is deleted by force may run on, unaware of it, beside the one that takes its place. */
  readonly outlives: boolean;
  /** How many more faults may come, and whether any came. */
  readonly faults: number;
  readonly faulty: boolean;
  messages: Record<Name, Message>;
  /** `removed`: by its history's limit. */
  job: 'active' | 'complete' | 'failed' | 'removed';
  /** Whether its Job has had a pod. */
  tried: boolean;
  /** What was worked on under its TARGET, once that was acknowledged with dispatch. */
  dispatched: Name | undefined;
  pods: Pod[];
  /** Without a message it only bars the name. The owner is the processor's Job's id, or the launcher's Job. */
  secret: { message: Name | undefined; owner: number | 'launcher' } | undefined;
  processor: ProcessorJob | undefined;
  nextId: number;
}

/** A breach of what is always true. */
export class Breach extends Error {
  override name = 'Breach';
}

export interface Scope {
  /** How many messages are in the queue at first. */
  readonly count: 1 | 2;
  readonly faults: number;
  readonly outlives?: boolean;
}

export function firstWorld(cell: Cell, { count, faults, outlives = false }: Scope): World {
  const message = (exists: boolean) => ({ ready: Number(exists), working: 0, done: !exists, parked: false });
  const messages = { a: message(true), b: message(count > 1) };
  const nothing = { secret: undefined, processor: undefined };
  return {
    cell,
    outlives,
    faults,
    faulty: false,
    messages,
    job: 'active',
    tried: false,
    dispatched: undefined,
    pods: [],
    ...nothing,
    nextId: 1,
  };
}

export function newLauncher({ tried }: Pick<World, 'tried'>): Launcher {
  const nothing = { holds: undefined, secret: undefined, processor: undefined, made: undefined };
  return { route: 'launch', at: 0, owes: false, lost: false, ...nothing, follows: tried };
}

/** The world after a change. */
export function fork(world: World, change: (next: World) => void): World {
  const next: World = {
    ...world,
    messages: { a: { ...world.messages.a }, b: { ...world.messages.b } },
    pods: world.pods.map((pod) => ({ ...pod, launcher: pod.launcher && { ...pod.launcher } })),
    secret: world.secret && { ...world.secret },
    processor: world.processor && { ...world.processor },
  };
  change(next);
  return next;
}

/** The same for worlds that differ by nothing but what the ids of their objects are. */
export function key({ faults, faulty, messages, job, tried, dispatched, pods, secret, processor }: World): string {
  const ids: number[] = [];
  const order = (id: number | 'launcher' | undefined) => {
    if (typeof id !== 'number') return id;
    if (!ids.includes(id)) ids.push(id);
    return ids.indexOf(id);
  };
  const parts: unknown[] = [faults, faulty, job, tried, dispatched];
  for (const { ready, working, done, parked } of [messages.a, messages.b]) parts.push(ready, working, done, parked);
  parts.push(order(processor?.id), processor?.message, processor?.phase, processor?.going);
  parts.push(secret !== undefined, secret?.message, order(secret?.owner));
  for (const { launcher, forgotten, stopped, outcome, started, main, worksOn } of pods) {
    parts.push(forgotten, stopped, outcome, started, main, worksOn, launcher?.route, launcher?.at, launcher?.holds, launcher?.owes);
    parts.push(launcher?.lost, launcher?.follows, launcher?.secret, order(launcher?.processor), order(launcher?.made));
  }
  return parts.join();
}
