import type { Cluster, KeptMessage, Owner } from './cluster.ts';
import { Fault } from './fault.ts';
import type { Log } from './log.ts';
import { patiently } from './patience.ts';

interface Into {
  readonly cluster: Cluster;
  readonly owner: Owner;
  readonly until: AbortSignal;
  readonly log: Log;
}

/** Stores a message in its Secret. Throws a Fault: clusterRefused, or transient, where the name is taken by another pull. */
export async function storeSecret(name: string, message: KeptMessage, { cluster, owner, until, log }: Into): Promise<void> {
  const created = await patiently(() => cluster.create(name, message, owner), until, log);
  if (created === 'exists') {
    // An answer may have been lost; equal content would prove nothing, the pull's id does.
    const there = await patiently(() => cluster.find(name), until, log);
    if (there?.pull !== message.pull) throw new Fault('transient', `Secret ${name} is another pod's of this Job, or is gone again`);
  }
  log.info({ target: name }, 'kept the message in its Secret');
}
