import { drainingAnnotation, pausedAnnotation } from '../../handler/contract.ts';
import { sortedByName } from '../entry/names.ts';
import type { KubernetesObject } from './object.ts';

interface ScaledJob extends KubernetesObject {
  spec?: { jobTargetRef?: { template?: { spec?: { serviceAccountName?: unknown } } } };
}

export function isScaledJob(object: KubernetesObject): object is ScaledJob {
  return object.kind === 'ScaledJob' && object.apiVersion.startsWith('keda.sh/');
}

/**
 * An entry that is gone must not be pruned with its running Jobs and their messages, nor go on beside the entry that it was renamed to:
 * its ScaledJob stays, and starts no more Jobs.
 */
export function drained<T extends KubernetesObject>(object: T): T {
  if (!isScaledJob(object)) return object;
  const annotations = { ...object.metadata.annotations, [pausedAnnotation]: 'true', [drainingAnnotation]: 'true' };
  return { ...object, metadata: { ...object.metadata, annotations: sortedByName(annotations) } };
}

/** Whose rights the launchers of a ScaledJob have: the ServiceAccount's identity within the cluster. */
export function launcherOf({ metadata, spec }: ScaledJob): string {
  return `${metadata.namespace}/${spec?.jobTargetRef?.template?.spec?.serviceAccountName}`;
}
