/** What keeps a message: its Job or, of a batch, its Secret. Once the message is back it is deleted, or each redrive sends it again. */
import { Fault } from '../fault.ts';
import { type Identity, remove } from '../operator/objects.ts';
import type { Ask } from '../operator/userApi.ts';

export interface Keeper extends Identity {
  readonly kind: 'Job' | 'Secret';
}

/** The message was sent, and what keeps it could not be deleted: it is twice there now, and others would be, too. */
export class StillKept extends Fault {
  /** `sent` says which message is where. */
  constructor(sent: string, { kind, namespace, name }: Keeper, cause: Fault) {
    const command = `kubectl delete ${kind.toLowerCase()} ${name} --namespace ${namespace}`;
    const next = `Delete it (${command}) before another redrive, which would send the message again`;
    super(cause.exit, `${sent}, but its ${kind} could not be deleted: ${cause.message}. ${next}`, { cause });
  }
}

/** Throws a StillKept. */
export async function deleteKeeper(ask: Ask, keeper: Keeper, sent: string): Promise<void> {
  try {
    await remove(ask, keeper.kind, keeper);
  } catch (error) {
    throw error instanceof Fault ? new StillKept(sent, keeper, error) : error;
  }
}
