import { meshAnnotations, stayAnnotations } from '../entry/annotations.ts';
import type { EventJob } from '../entry/eventJob.ts';
import { entryLabels, meshLabels } from '../entry/labels.ts';

export function podMetadata(job: EventJob): object {
  const [own, mesh] = [entryLabels(job.labels, job.jobName), job.mesh ? {} : meshLabels];
  return { labels: { ...own, ...mesh }, annotations: job.mesh ? stayAnnotations : { ...stayAnnotations, ...meshAnnotations } };
}
