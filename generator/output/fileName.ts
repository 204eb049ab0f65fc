import type { Part } from '../generate.ts';

/** The kustomization, which lists all others. */
export const index = 'kustomization.yaml';

/** A namespace has no dots, so no two parts share a name. */
export function fileName({ configMap, namespace, jobName }: Part): string {
  if (jobName !== undefined) return `scaledjob.${namespace}.${jobName}.yaml`;
  return namespace === '' ? `cluster.${configMap}.yaml` : `shared.${namespace}.${configMap}.yaml`;
}

/** In bytes, of what file systems take for a name; some are needed for the name aside. */
export const fileNameLimit = 255 - '..new'.length;
