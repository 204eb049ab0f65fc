import type { EventJob } from '../entry/eventJob.ts';
import { entryLabels, meshLabels } from '../entry/labels.ts';

export function podMetadata(job: EventJob): object {
  const [own, mesh] = [entryLabels(job.labels, job.jobName), job.mesh ? {} : meshLabels];
  return { labels: { ...own, ...mesh }, annotations: job.mesh ? stayAnnotations : { ...stayAnnotations, ...meshAnnotations } };
}

/** No eviction of work under way by autoscalers. */
const stayAnnotations = {
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
  'karpenter.sh/do-not-disrupt': 'true',
};

/** For those meshes that are told by annotations: no proxy in the pod. */
const meshAnnotations = {
  'consul.hashicorp.com/connect-inject': 'false',
  'kuma.io/sidecar-injection': 'disabled',
  'linkerd.io/inject': 'disabled',
  'sidecar.istio.io/inject': 'false',
};
