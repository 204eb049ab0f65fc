import type { Job } from './jobOf.ts';

/**
 * A pod of a Job, as the Job controller makes it. Only on pods do admissions act such as Pod Security, LimitRange, PriorityClass and
 * ServiceAccount. A ServiceAccount that comes with the same manifests may not be there yet; the pod is then tried with the namespace's own.
 */
export function podOf({ metadata, spec: { template } }: Job, ownAccounts: ReadonlySet<string>): object {
  const { generateName, name, namespace } = metadata as { generateName?: string; name?: string; namespace: string };
  const { serviceAccountName, ...spec } = template.spec;
  const others = serviceAccountName !== undefined && !ownAccounts.has(`${namespace}/${serviceAccountName}`);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, namespace, generateName: generateName ?? `${name}-` },
    spec: { ...spec, ...(others && { serviceAccountName }) },
  };
}
