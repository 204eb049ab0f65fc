/** What a pod template of `event-jobs generate` says of its entry. */
import type { V1PodSpec } from '@kubernetes/client-node';
import { containers, type LaunchSettings, launcherEnvironment } from '../contract.ts';
import { launchSettings } from '../settings.ts';

export interface Entry {
  readonly settings: LaunchSettings;
  /** Name of the Secret with the broker's credentials, in the entry's namespace. */
  readonly brokerSecret: string | undefined;
}

/** Undefined where the template has no launcher. Throws a Fault (`settings`) where its settings cannot be read. */
export function entryOf(pod: V1PodSpec | undefined): Entry | undefined {
  const launcher = pod?.initContainers?.find(({ name }) => name === containers.launcher);
  if (launcher === undefined) return undefined;
  const variables = new Map((launcher.env ?? []).map((variable) => [variable.name, variable]));
  return {
    settings: launchSettings({ [launcherEnvironment.settings]: variables.get(launcherEnvironment.settings)?.value }),
    brokerSecret: variables.get(launcherEnvironment.amqpPassword)?.valueFrom?.secretKeyRef?.name,
  };
}
