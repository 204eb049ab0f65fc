import type { V1Secret } from '@kubernetes/client-node';
import type { KeptMessage, Owner } from './cluster.ts';
import { annotations, labels, managedBy } from './contract.ts';
import type { Job } from './settings.ts';

/** Owned by the Job whose processor works on it, so that it goes with that; no blockOwnerDeletion, which would need a right on the Job's finalizers. */
export function secret(name: string, { pull, kept }: KeptMessage, owner: Owner, jobName: string, { namespace }: Job): V1Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels: { [labels.managedBy]: managedBy, [labels.entry]: jobName },
      annotations: { [annotations.pull]: pull },
      ownerReferences: [owner],
    },
    type: 'Opaque',
    immutable: true,
    data: Object.fromEntries(Array.from(kept, ([key, value]) => [key, Buffer.from(value).toString('base64')])),
  };
}

export function keptMessage({ metadata, data }: V1Secret): KeptMessage {
  return {
    pull: metadata?.annotations?.[annotations.pull] ?? '',
    kept: new Map(Object.entries(data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()])),
  };
}
