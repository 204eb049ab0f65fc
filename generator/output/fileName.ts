import type { Part } from '../generate.ts';
import { isScaledJob } from './draining.ts';
import type { KubernetesObject } from './object.ts';

/** The kustomization, which lists all others. */
export const index = 'kustomization.yaml';

/** A namespace has no dots, so no two parts share a name. */
export function fileName({ configMap, namespace, jobName }: Part): string {
  if (jobName !== undefined) return `scaledjob.${namespace}.${jobName}.yaml`;
  return namespace === '' ? `cluster.${configMap}.yaml` : `shared.${namespace}.${configMap}.yaml`;
}

const forms = /^(?:(?<kind>scaledjob|shared)\.(?<namespace>[^.]+)|cluster)\.(?<name>.+)\.yaml$/;

/** Whether a file may have this name because event-jobs gave it. */
export function isOwnName(file: string): boolean {
  return file === index || forms.test(file);
}

/** Whether what a file holds gives it its name: not so of a copy by another name, which somebody keeps. */
export function fitsName(file: string, objects: readonly KubernetesObject[]): boolean {
  const { kind = 'cluster', namespace, name } = forms.exec(file)?.groups ?? {};
  return objects.some((object) => {
    const own = object.metadata.name;
    if (kind === 'cluster') return own.startsWith(`${name}-`) || own.includes(`.${name}-`);
    if (object.metadata.namespace !== namespace) return false;
    return kind === 'scaledjob' ? isScaledJob(object) && own === name : own.startsWith(`${name}-`);
  });
}

/** In bytes, of what file systems take for a name; some are needed for the name aside. */
export const fileNameLimit = 255 - '..new'.length;
