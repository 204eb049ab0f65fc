import { launcherName } from '../entry/names.ts';
import type { Part } from '../generate.ts';
import { drained, isScaledJob, launcherOf } from './draining.ts';
import { fileName } from './fileName.ts';
import { identity, type KubernetesObject } from './object.ts';
import { withEarlier } from './sharedPart.ts';

/** The objects of each file, by its name. */
export type Files<T extends object = object> = Map<string, readonly T[]>;

/**
 * What stays of the files that no part asks for: all that no part has under another file's name, as an earlier version may have called it,
 * and the entries as draining.
 */
export function keptFiles(gone: Files<KubernetesObject>, parts: readonly Part[]): Files<KubernetesObject> {
  const wanted = new Set(parts.flatMap(({ objects }) => objects.map(identity)));
  const kept = [...gone].map(([name, objects]) => [name, objects.filter((object) => !wanted.has(identity(object))).map(drained)] as const);
  return new Map(kept.filter(([, objects]) => objects.length > 0));
}

/** The parts' files; those that draining entries rest on hold what these need. */
export function wantedFiles(parts: readonly Part[], kept: Files<KubernetesObject>, earlier: (file: string) => KubernetesObject[]): Files {
  const launchers = [...kept.values()].flat().filter(isScaledJob).map(launcherOf);
  return new Map(
    parts.map((part) => {
      const name = fileName(part);
      return [name, launchers.some((launcher) => isOf(part, launcher)) ? withEarlier(part.objects, earlier(name)) : part.objects];
    }),
  );
}

function isOf({ configMap, namespace, jobName }: Part, launcher: string): boolean {
  if (jobName !== undefined) return false;
  return namespace === '' ? launcher.endsWith(`/${launcherName(configMap)}`) : launcher === `${namespace}/${launcherName(configMap)}`;
}
