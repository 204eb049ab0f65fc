import type { V1Secret } from '@kubernetes/client-node';
import type { KeptMessage } from './cluster.ts';
import { annotations, labels, managedBy } from './contract.ts';
import type { Job } from './settings.ts';

/** Owned by its Job, so that it goes with it; no blockOwnerDeletion, which would need a right on the Job's finalizers. */
export function secret(name: string, { pull, kept }: KeptMessage, jobName: string, job: Job): V1Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace: job.namespace,
      labels: { [labels.managedBy]: managedBy, [labels.entry]: jobName },
      annotations: { [annotations.pull]: pull },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: job.name, uid: job.uid }],
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
