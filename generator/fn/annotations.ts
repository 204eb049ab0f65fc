import { join } from 'node:path/posix';
import { sortedByName } from '../entry/names.ts';
import type { KubernetesObject } from '../output/object.ts';

/** Where the orchestrator has read an object, and where it is to write it, as the KRM Functions Specification names it. */
const pathAnnotation = 'internal.config.kubernetes.io/path';
const indexAnnotation = 'internal.config.kubernetes.io/index';

/** What orchestrators know an object by on its way through functions, under the names of the specification and older ones: theirs to write. */
const orchestrators = /^(?:(?:internal\.)?config\.kubernetes\.io|config\.k8s\.io|kustomize\.config\.k8s\.io)\//;

/** What has been generated again, in the place of what was there. */
export function inPlaceOf(earlier: Partial<KubernetesObject>, object: KubernetesObject): KubernetesObject {
  return annotated(object, Object.fromEntries(Object.entries(annotationsOf(earlier)).filter(([name]) => orchestrators.test(name))));
}

/** What is new, in a file of its own part. */
export function placed(object: KubernetesObject, directory: string, file: string, index: number): KubernetesObject {
  return annotated(object, { [indexAnnotation]: String(index), [pathAnnotation]: join(directory, file) });
}

export function placeOf(object: Partial<KubernetesObject>): { path: string; index: number } | undefined {
  const { [pathAnnotation]: path, [indexAnnotation]: index = 0 } = annotationsOf(object);
  return path === undefined ? undefined : { path, index: Number(index) };
}

function annotated(object: KubernetesObject, more: Readonly<Record<string, string>>): KubernetesObject {
  const annotations = sortedByName({ ...annotationsOf(object), ...more });
  return Object.keys(annotations).length === 0 ? object : { ...object, metadata: { ...object.metadata, annotations } };
}

function annotationsOf({ metadata }: Partial<KubernetesObject>): Readonly<Record<string, string>> {
  return metadata?.annotations ?? {};
}
