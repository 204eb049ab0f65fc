import { parseAllDocuments } from 'yaml';
import type { ScaledJob } from '../../generator/check/jobOf.ts';
import { address } from '../broker/queue.ts';

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
}

export type ScaledJobManifest = Manifest & ScaledJob & { spec: { triggers: { metadata: Record<string, string> }[] } };

/** Where KEDA looks for what a ClusterTriggerAuthentication names; the only namespace of a golden case that stays itself. */
export const kedaNamespace = 'keda';

/**
 * A golden case's manifests for one run: in namespaces and with queues of its own, and with the suite's broker, which has no TLS
 * and one virtual host for this. A name at its limit keeps its length.
 */
export function movedTo(run: string, text: string): Manifest[] {
  const manifests = parseAllDocuments(text).map((document) => document.toJS() as Manifest | null);
  return manifests.filter((manifest) => manifest !== null).map((manifest) => moved(run, manifest));
}

function moved(run: string, manifest: Manifest): Manifest {
  const copy = JSON.parse(JSON.stringify(manifest), (key, value) => (key === 'namespace' ? namespaceIn(run, value) : value)) as Manifest;
  if (isScaledJob(copy)) for (const trigger of copy.spec.triggers) trigger.metadata = triggerOf(run, trigger.metadata);
  return copy;
}

function namespaceIn(run: string, name: string): string {
  return name === kedaNamespace ? name : atMost(63, `${run}-${name}`);
}

function triggerOf(run: string, { vhostName: _, queueName = '', ...others }: Record<string, string>): Record<string, string> {
  return { ...others, host: `amqp://${address.host}:${address.port}`, queueName: atMost(255, `${run}-${queueName}`) };
}

/** In bytes, of which the last character may have had more. */
function atMost(bytes: number, text: string): string {
  return Buffer.from(text)
    .subarray(0, bytes)
    .toString()
    .replace(/\uFFFD$/, '');
}

export function isScaledJob(manifest: Manifest): manifest is ScaledJobManifest {
  return manifest.kind === 'ScaledJob';
}

export function isPaused({ metadata: { annotations } }: Manifest): boolean {
  return annotations?.['autoscaling.keda.sh/paused'] === 'true';
}
