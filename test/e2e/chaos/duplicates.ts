import type { Disturbance } from './disturbance.ts';
import type { Pull } from './testimony.ts';

/** Something that was done with a message, for the TARGET of one pull. */
export interface Deed {
  n: number;
  target: string;
  pod?: string;
}

export interface Duplicate extends Deed {
  /** Undefined where at-least-once delivery does not allow it. */
  why: string | undefined;
}

/** For so long a classic queue of RabbitMQ 3 may keep an acknowledgement in memory only, in milliseconds. */
const unwritten = 2000;

/** Without these a launcher cannot tell the broker that a message is done with, or cannot know it. */
const needed = ['rabbitmq', 'apiserver', 'kubelet'];

/** For so long a launcher may go on after its last line, until its processor ends or a heartbeat is missed, in milliseconds. */
const silent = 10_000;

/** Every deed that was done once more for the same message, and why its broker or its Job could not know that it was done. */
export function duplicates(deeds: readonly Deed[], pulls: readonly Pull[], disturbances: readonly Disturbance[]): Duplicate[] {
  const inOrder = [...deeds].sort((one, other) => pulledAt(one, pulls) - pulledAt(other, pulls));
  return inOrder.flatMap((deed, place) => {
    const next = inOrder.slice(place + 1).find(({ n }) => n === deed.n);
    if (next === undefined) return [];
    return [{ ...deed, why: next.target === deed.target ? ofJob(deed, disturbances) : ofBroker(deed, pulls, disturbances) }];
  });
}

function pulledAt({ target }: Deed, pulls: readonly Pull[]): number {
  return pulls.find((pull) => pull.target === target)?.pulled ?? 0;
}

/** A pod that is deleted counts as failed, whatever its processor came to. */
function ofJob({ pod }: Deed, disturbances: readonly Disturbance[]): string | undefined {
  return disturbances.some(({ what }) => what === `pod ${pod}`) ? 'its pod was deleted' : undefined;
}

function ofBroker(deed: Deed, pulls: readonly Pull[], disturbances: readonly Disturbance[]): string | undefined {
  const own = pulls.filter(({ target }) => target === deed.target);
  if (own.every(({ acknowledged }) => acknowledged === undefined)) return unacknowledged(deed, own, disturbances);
  const lost = disturbances.some(
    ({ what, from, until }) =>
      what === 'rabbitmq' && own.some(({ acknowledged = 0 }) => from - unwritten < acknowledged && acknowledged < until),
  );
  return lost ? 'acknowledged just before the broker was killed' : undefined;
}

/** Only what happened to it while it had the message explains that a launcher did not acknowledge it. */
function unacknowledged({ pod }: Deed, own: readonly Pull[], disturbances: readonly Disturbance[]): string | undefined {
  const pods = [pod, ...own.map((pull) => pull.pod)].map((name) => `pod ${name}`);
  const causes = disturbances.filter(
    ({ what, from, until }) =>
      [...needed, ...pods].includes(what) && own.some(({ pulled, fellSilent }) => pulled < until && from < fellSilent + silent),
  );
  if (causes.length === 0) return undefined;
  const last = own.flatMap(({ said }) => said.slice(-2));
  return `not acknowledged, disturbed by ${causes.map(({ what }) => what).join(' and ')}: ${last.join('; ')}`;
}
