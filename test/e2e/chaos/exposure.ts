import type { Disturbance } from './disturbance.ts';
import type { Run } from './testimony.ts';

/** From when a message was in its queue until its processor was done with it, in milliseconds. */
export interface Stay {
  from: number;
  until: number;
}

/** Written out, so that a list of kills that became shorter is noticed. */
const demanded = ['rabbitmq', 'apiserver', 'kubelet', 'keda'];

export function staysOf(runs: readonly Run[], publishedAt: readonly number[]): Stay[] {
  return runs.filter(({ done }) => done).map(({ n, ended }) => ({ from: publishedAt[n] ?? Number.POSITIVE_INFINITY, until: ended }));
}

/** What a load was spared, in words: parts that were never killed while one of its messages was under way, and the deletion of a pod. */
export function spared(load: string, stays: readonly Stay[], disturbances: readonly Disturbance[]): string[] {
  const hitBy = (part: string) =>
    disturbances.some(({ what, from, gone }) => what === part && stays.some((stay) => stay.from < from && gone < stay.until));
  return [
    ...demanded.filter((part) => !hitBy(part)).map((part) => `${part} was never killed while it was at work`),
    ...(disturbances.some((one) => one.load === load) ? [] : ["none of its processors' pods was deleted"]),
  ];
}
