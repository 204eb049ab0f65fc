/** A ScaledJob, as far as the Jobs that KEDA makes of it are made of it. */
export interface ScaledJob {
  metadata: { name: string; namespace: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: { jobTargetRef: JobSpec };
}

export interface JobSpec {
  template: PodTemplate;
}

export interface PodTemplate {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: { restartPolicy?: string; serviceAccountName?: string; initContainers?: Container[]; containers: Container[] };
}

export interface Container {
  name: string;
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string } } }[];
}

export interface Job {
  apiVersion: 'batch/v1';
  kind: 'Job';
  metadata: object;
  spec: JobSpec;
}

const excludedLabels = 'scaledjob.keda.sh/job-excluded-labels';

/**
 * The Job that KEDA makes of a ScaledJob (its pkg/scaling/executor/scale_jobs.go, generateJobs), but for the owner, whose UID is not
 * known, and KEDA's own version: neither is checked by anybody.
 */
export function jobOf({ metadata, spec: { jobTargetRef } }: ScaledJob): Job {
  const { name, namespace, annotations = {} } = metadata;
  const generateName = `${name}-`;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      generateName,
      namespace,
      labels: { ...kedaLabels(name), ...includedLabels(metadata) },
      annotations: { 'scaledjob.keda.sh/generation': '1', ...annotations },
    },
    spec: { ...jobTargetRef, template: podTemplateOf(jobTargetRef.template, name) },
  };
}

function kedaLabels(name: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': name,
    'app.kubernetes.io/managed-by': 'keda-operator',
    'scaledjob.keda.sh/name': name,
  };
}

function includedLabels({ labels = {}, annotations = {} }: ScaledJob['metadata']): Record<string, string> {
  const excluded = (annotations[excludedLabels] ?? '').split(',');
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !excluded.includes(key)));
}

function podTemplateOf({ metadata = {}, spec }: PodTemplate, name: string): PodTemplate {
  const labels = { ...metadata.labels, 'scaledjob.keda.sh/name': name };
  return {
    metadata: { ...metadata, generateName: `${name}-`, labels } as object,
    spec: { ...spec, restartPolicy: spec.restartPolicy || 'OnFailure' },
  };
}
