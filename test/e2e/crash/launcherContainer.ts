import type { V1Container, V1JobSpec } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { encodeLaunchSettings, type LaunchSettings } from '../../../handler/contract.ts';
import { address } from '../../broker/queue.ts';
import { names } from './sandbox.ts';

/** What generated manifests make of one entry. */
export interface Generated {
  readonly labels: Record<string, string>;
  readonly spec: V1JobSpec;
  readonly manifest: object;
}

interface Document {
  kind: string;
  metadata: { name: string; labels: Record<string, string> };
  spec: { jobTargetRef: V1JobSpec };
}

/** ScaledJobs by name, and what they share, as YAML. */
export function takenApart(manifests: string): { scaledJobs: Map<string, Generated>; shared: string; serviceAccount: string } {
  const documents = parseAllDocuments(manifests).map((document) => document.toJS() as Document);
  const scaledJobs = documents.filter(({ kind }) => kind === 'ScaledJob');
  const shared = documents.filter(({ kind }) => kind !== 'ScaledJob');
  return {
    scaledJobs: new Map(
      scaledJobs.map((one) => [one.metadata.name, { labels: one.metadata.labels, spec: one.spec.jobTargetRef, manifest: one }]),
    ),
    shared: shared.map((document) => JSON.stringify(document)).join('\n---\n'),
    serviceAccount: shared.find(({ kind }) => kind === 'ServiceAccount')?.metadata.name ?? '',
  };
}

/** The pod that a launcher takes itself to be in. */
export interface PodIdentity {
  readonly namespace: string;
  readonly pod: string;
  readonly job: { readonly name: string; readonly uid: string };
}

/** The processor's own Job, if there will be one, is for this controller then. */
export function managed(settings: string, managedBy: string): string {
  const { processorJob, ...rest } = JSON.parse(settings) as LaunchSettings;
  if (processorJob === undefined) return settings;
  return encodeLaunchSettings({ ...rest, processorJob: { ...processorJob, spec: { ...processorJob.spec, managedBy } } });
}

/** The variables of a container as the kubelet makes them. */
export function environmentOf({ env = [] }: V1Container, { namespace, pod, job }: PodIdentity, apiPort: number): Record<string, string> {
  const fields: Record<string, string> = {
    'metadata.name': pod,
    'metadata.namespace': namespace,
    "metadata.labels['batch.kubernetes.io/job-name']": job.name,
    "metadata.labels['batch.kubernetes.io/controller-uid']": job.uid,
  };
  const credentials: Record<string, string> = { AMQP_USERNAME: address.username, AMQP_PASSWORD: address.password };
  const value = ({ value, valueFrom }: NonNullable<V1Container['env']>[number]) =>
    value ?? fields[valueFrom?.fieldRef?.fieldPath ?? ''] ?? credentials[valueFrom?.secretKeyRef?.key ?? ''] ?? '';
  return {
    PATH: '/usr/bin',
    HOSTNAME: pod,
    KUBERNETES_SERVICE_HOST: names.apiServer,
    KUBERNETES_SERVICE_PORT: String(apiPort),
    ...Object.fromEntries(env.map((variable) => [variable.name, value(variable)])),
  };
}
