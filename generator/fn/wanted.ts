import type { Part } from '../generate.ts';
import { fileName } from '../output/fileName.ts';
import { wantedFiles } from '../output/kept.ts';
import { identity, type KubernetesObject } from '../output/object.ts';
import { ours } from './earlier.ts';
import type { Item } from './resourceList.ts';

/** An object, and where it would be in a directory that `generate` writes. */
export interface Wanted {
  object: KubernetesObject;
  file: string;
  index: number;
}

/** All that the list should have, by identity: the parts' objects with what draining ScaledJobs need. */
export function wantedObjects(items: readonly Item[], parts: readonly Part[], draining: readonly KubernetesObject[]): Map<string, Wanted> {
  const earlier = earlierShared(items, parts);
  const files = wantedFiles(parts, new Map([['', draining]]), earlier);
  const wanted = [...files].flatMap(([file, objects]) =>
    objects.map((object, index) => ({ object: object as KubernetesObject, file, index })),
  );
  return new Map(wanted.map((one) => [identity(one.object), one]));
}

/** What an earlier run has left of a part that entries share; by the part's file. */
function earlierShared(items: readonly Item[], parts: readonly Part[]): (file: string) => KubernetesObject[] {
  const partOf = new Map(parts.flatMap((part) => part.objects.map((object) => [identity(object), part] as const)));
  const isOf = (object: KubernetesObject, part: Part) => isShared(object, part) && (partOf.get(identity(object)) ?? part) === part;
  const present = ours(items);
  return (file) => parts.filter((part) => fileName(part) === file).flatMap((part) => present.filter((object) => isOf(object, part)));
}

function isShared({ kind, metadata: { name, namespace = '' } }: KubernetesObject, part: Part): boolean {
  return kind !== 'ScaledJob' && namespace === part.namespace && name.startsWith(`${part.configMap}-`);
}
