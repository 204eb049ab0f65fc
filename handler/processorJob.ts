import type { V1EnvVar, V1Job, V1JobSpec } from '@kubernetes/client-node';
import type { NewProcessorJob } from './cluster.ts';
import { annotations, containers, kedaLabel, type LaunchSettings, labels } from './contract.ts';
import type { Job } from './settings.ts';

/**
 * The processor's own Job, from what the generator made of the entry. With dispatch KEDA counts it in the launcher's stead, which is
 * over by then; with completion the launcher's lasts as long and is the one that counts. No blockOwnerDeletion, which would need a
 * right on the owner's finalizers.
 */
export function processorJob(made: NewProcessorJob, settings: LaunchSettings, job: Job): V1Job {
  const { labels: own = {}, spec = {} } = settings.processorJob ?? {};
  const { name, owner } = made;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: job.namespace,
      labels: { ...own, [labels.launcher]: job.uid, ...(settings.acknowledge === 'dispatch' && { [kedaLabel]: settings.jobName }) },
      annotations: { [annotations.pull]: made.pull },
      ...(owner && { ownerReferences: [owner] }),
    },
    spec: withVariables(spec as unknown as V1JobSpec, made),
  };
}

/** The message's variables come after the entry's, which must not refer to them: with `exec` they could not. */
function withVariables(spec: V1JobSpec, { name, variables, seconds }: NewProcessorJob): V1JobSpec {
  const pod = spec.template.spec;
  const given = variables.map((key): V1EnvVar => ({ name: key, valueFrom: { secretKeyRef: { name, key } } }));
  const these = (pod?.containers ?? []).map((container) =>
    container.name === containers.processor ? { ...container, env: [...(container.env ?? []), ...given] } : container,
  );
  return {
    ...spec,
    ...(seconds !== undefined && { activeDeadlineSeconds: seconds }),
    template: { ...spec.template, spec: { ...pod, containers: these } },
  };
}
