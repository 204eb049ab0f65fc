import type { V1JobSpec } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';

interface Manifest {
  kind: string;
  metadata: { labels: Record<string, string> };
  spec: { jobTargetRef: V1JobSpec };
}

/** Generated manifests of one entry, taken apart: what it shares with others as YAML, and what KEDA makes its Jobs of. */
export function split(manifests: string): { shared: string; labels: Record<string, string>; spec: V1JobSpec } {
  const documents = parseAllDocuments(manifests).map((document) => document.toJS() as Manifest);
  const scaledJob = documents.find(({ kind }) => kind === 'ScaledJob');
  if (scaledJob === undefined) throw new Error('no ScaledJob was generated');
  const shared = documents.filter((document) => document !== scaledJob).map((document) => JSON.stringify(document));
  return { shared: shared.join('\n---\n'), labels: scaledJob.metadata.labels, spec: scaledJob.spec.jobTargetRef };
}
