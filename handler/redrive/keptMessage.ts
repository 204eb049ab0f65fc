import type { V1Secret } from '@kubernetes/client-node';
import { originKey } from '../contract.ts';
import type { Delivery } from '../delivery.ts';
import { Fault } from '../fault.ts';
import { brokerHasIt } from '../operator/finallyFailed.ts';
import type { Origin } from '../origin.ts';
import { rebuild } from '../rebuild.ts';
import { keptMessage } from '../secret.ts';

/** A failed Job's message, made again. */
export interface HeldMessage {
  readonly message: Delivery;
  /** Where it was pulled from. */
  readonly queue: string;
}

/**
 * The message in a failed Job's Secret; undefined where it holds none, or why it is not to go back. Throws a Fault (`settings`) for what no
 * launcher has written.
 */
export function messageIn(secret: V1Secret | undefined, { uid }: { uid: string }): HeldMessage | { left: string } | undefined {
  if (secret === undefined) return undefined;
  const name = secret.metadata?.name;
  if (!secret.metadata?.ownerReferences?.some((owner) => owner.uid === uid))
    throw new Fault('settings', `Secret ${name} is not this Job's`);
  const { kept } = keptMessage(secret);
  // A launcher's mark that no message may be kept by this name.
  if (!kept.has('MESSAGE')) return undefined;
  const message = rebuild(kept);
  const { acknowledge, queue } = JSON.parse(kept.get(originKey) ?? '') as Origin;
  return acknowledge === 'dispatch' ? { message, queue } : { left: brokerHasIt };
}
