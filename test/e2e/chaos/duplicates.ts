import type { Cell } from '../cells/cell.ts';
import type { Disturbance } from './disturbance.ts';
import type { Pull } from './testimony.ts';

/** Something that was done with a message, for the TARGET of one pull. */
export interface Deed {
  n: number;
  target: string;
  pod?: string;
  /** When its processor had done it, in milliseconds; undefined for the launcher's own deeds. */
  ended?: number;
}

export interface Duplicate extends Deed {
  /** Undefined where at-least-once delivery does not allow it. */
  why: string | undefined;
}

/** For so long a classic queue of RabbitMQ 3 may keep an acknowledgement in memory only, in milliseconds. */
const unwritten = 2000;

/** For so long a busy node may take from what happens to the line that tells of it, in milliseconds. */
const grain = 500;

/** For so long the kubelet leaves a sidecar that it has stopped, in milliseconds: a pod's usual grace period. */
const grace = 30_000;

/** Every deed that was done once more for the same message, and why its broker or its Job could not know that it was done. */
export function duplicates(deeds: readonly Deed[], pulls: readonly Pull[], disturbances: readonly Disturbance[], cell: Cell): Duplicate[] {
  const inOrder = [...deeds].sort((one, other) => pulledAt(one, pulls) - pulledAt(other, pulls));
  return inOrder.flatMap((deed, place) => {
    const next = inOrder.slice(place + 1).find(({ n }) => n === deed.n);
    if (next === undefined) return [];
    const own = pulls.filter(({ target }) => target === deed.target);
    return [{ ...deed, why: next.target === deed.target ? ofJob(deed, disturbances, cell) : ofBroker(deed, own, disturbances, cell) }];
  });
}

function pulledAt({ target }: Deed, pulls: readonly Pull[]): number {
  return pulls.find((pull) => pull.target === target)?.pulled ?? 0;
}

/** A pod that is deleted counts as failed, whatever its processor came to; with completion its Job has no other. */
function ofJob({ pod }: Deed, disturbances: readonly Disturbance[], { acknowledge }: Cell): string | undefined {
  const deleted = acknowledge === 'dispatch' && disturbances.some(({ what }) => what === `pod ${pod}`);
  return deleted ? 'its pod was deleted' : undefined;
}

function ofBroker(deed: Deed, own: readonly Pull[], disturbances: readonly Disturbance[], cell: Cell): string | undefined {
  if (own.every(({ acknowledged }) => acknowledged === undefined)) return unacknowledged(deed, own, disturbances, cell);
  const lost = disturbances.some(
    ({ what, from, gone }) =>
      what === 'rabbitmq' && own.some(({ acknowledged = Number.NaN }) => from - unwritten < acknowledged && acknowledged < gone + grain),
  );
  return lost ? 'acknowledged just before the broker was killed' : undefined;
}

/** Only what ended its launcher's hold on it explains that a message that was dealt with was not acknowledged. */
function unacknowledged(deed: Deed, own: readonly Pull[], disturbances: readonly Disturbance[], cell: Cell): string | undefined {
  const causes = disturbances.filter((one) => own.some((pull) => endsHold(one, pull, deed, cell) || hidesEnd(one, pull, deed, cell)));
  if (causes.length === 0) return undefined;
  const last = own.flatMap(({ said }) => said.slice(-2));
  return `not acknowledged, disturbed by ${causes.map(({ what }) => what).join(' and ')}: ${last.join('; ')}`;
}

/**
 * The broker's death while the launcher had the message, or the deletion of its pod; with completion of its processor's, too, whose work
 * then counts as stopped. Either it says right then, so that its last line is not before.
 */
function endsHold({ what, from, gone }: Disturbance, { pod, pulled, fellSilent }: Pull, deed: Deed, { acknowledge }: Cell): boolean {
  const pods = [pod, ...(acknowledge === 'completion' && deed.pod !== undefined ? [deed.pod] : [])].map((name) => `pod ${name}`);
  return (what === 'rabbitmq' || pods.includes(what)) && pulled < gone + grain && from < fellSilent + grain;
}

/**
 * A launcher in its processor's own pod learns how that ended from the API server, which has it from the kubelet, and has the grace period
 * to do so. Any other one needs neither to settle its message, or waits for them as long as it takes.
 */
function hidesEnd({ what, from, until }: Disturbance, { said, fellSilent }: Pull, { ended }: Deed, { runner, acknowledge }: Cell): boolean {
  if (runner !== 'exec' || acknowledge !== 'completion' || ended === undefined) return false;
  const inVain = said.includes('SIGTERM') && !said.includes('the processor has ended');
  return inVain && ['kubelet', 'apiserver'].includes(what) && ended < until + grain && from < fellSilent + grace;
}
