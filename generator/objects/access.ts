import type { EventJob } from '../entry/eventJob.ts';
import { sharedLabels } from '../entry/labels.ts';
import { launcherName } from '../entry/names.ts';
import type { Settings } from '../settings.ts';
import type { Metadata } from './metadata.ts';
import { networkPolicy } from './networkPolicy.ts';
import { rights } from './rights.ts';
import { triggerAuthentications } from './triggerAuthentication.ts';

/** What the entries of one ConfigMap share in one namespace. */
export function sharedObjects(configMap: string, namespace: string, jobs: readonly EventJob[], settings: Settings): object[] {
  const named = (name: string) => ({ name, namespace, labels: sharedLabels() });
  const launcher = launcherName(configMap);
  const inNamespace = settings.clusterTriggerAuthentication === undefined;
  return [
    serviceAccount(named(launcher)),
    role(named(launcher), jobs),
    roleBinding(named(launcher)),
    ...(inNamespace
      ? triggerAuthentications(jobs, 'TriggerAuthentication', (name) => ({ own: named(name), wordNamespace: namespace }))
      : []),
    ...(settings.networkPolicy ? [networkPolicy(named(`${configMap}-event-jobs`))] : []),
  ];
}

/** What the entries of one ConfigMap share in the whole cluster: nothing, unless KEDA logs in with the platform's own Secrets. */
export function clusterObjects(jobs: readonly EventJob[], { clusterTriggerAuthentication }: Settings): object[] {
  if (clusterTriggerAuthentication === undefined) return [];
  return triggerAuthentications(jobs, 'ClusterTriggerAuthentication', (name) => ({
    own: { name, labels: sharedLabels() },
    wordNamespace: clusterTriggerAuthentication,
  }));
}

function serviceAccount(metadata: Metadata): object {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false };
}

function role(metadata: Metadata, jobs: readonly EventJob[]): object {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: rights(jobs) };
}

function roleBinding(metadata: Metadata): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: metadata.name, namespace: metadata.namespace }],
  };
}
