import { sharedLabels } from '../entry/labels.ts';
import { brokerName, launcherName } from '../entry/names.ts';

/** The user makes it, once per namespace; nothing of it is ever read here. */
export const brokerSecret = { name: 'event-jobs-broker', username: 'AMQP_USERNAME', password: 'AMQP_PASSWORD' } as const;

/** What the entries of one ConfigMap share in one namespace. */
export function sharedObjects(configMap: string, namespace: string): object[] {
  const named = (name: string) => ({ name, namespace, labels: sharedLabels() });
  const launcher = launcherName(configMap);
  return [
    serviceAccount(named(launcher)),
    role(named(launcher)),
    roleBinding(named(launcher)),
    triggerAuthentication(named(brokerName(configMap))),
  ];
}

interface Metadata {
  name: string;
  namespace: string;
  labels: Record<string, string>;
}

function serviceAccount(metadata: Metadata): object {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false };
}

/**
 * The launcher makes one Secret per message, and reads it where the answer was lost or a pod is tried again. It counts the entry's
 * Jobs before it pulls.
 */
function role(metadata: Metadata): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [
      { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'create'] },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['list'] },
    ],
  };
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

function triggerAuthentication(metadata: Metadata): object {
  const { name, username, password } = brokerSecret;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'TriggerAuthentication',
    metadata,
    spec: {
      secretTargetRef: [
        { parameter: 'username', name, key: username },
        { parameter: 'password', name, key: password },
      ],
    },
  };
}
