import { labels, managedBy } from '../../handler/contract.ts';
import { launcherName } from '../entry/names.ts';
import type { Manifests } from '../generate.ts';
import { configMapName } from '../output/configMapName.ts';
import { isScaledJob } from '../output/draining.ts';
import { identity, type KubernetesObject } from '../output/object.ts';
import { type Item, isObject } from './resourceList.ts';

/** What event-jobs has generated of whatever ConfigMap. */
export function ours(items: readonly Item[]): KubernetesObject[] {
  return items
    .map(({ object }) => object)
    .filter(isObject)
    .filter(isOurs);
}

export function isOurs({ metadata }: Partial<KubernetesObject>): boolean {
  return (metadata as { labels?: Record<string, string> } | undefined)?.labels?.[labels.managedBy] === managedBy;
}

/** The ScaledJobs of entries that the ConfigMaps had and no longer have. */
export function earlierScaledJobs(items: readonly Item[], { configMaps, parts }: Manifests): KubernetesObject[] {
  const asked = new Set(parts.flatMap(({ objects }) => objects.map(identity)));
  const launchers = new Set<unknown>(configMaps.map((text) => launcherName(configMapName(text).name)));
  const theirs = ours(items)
    .filter(isScaledJob)
    .filter(({ spec }) => launchers.has(spec?.jobTargetRef?.template?.spec?.serviceAccountName));
  return theirs.filter((object) => !asked.has(identity(object)));
}
