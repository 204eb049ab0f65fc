import type { EventJob } from '../entry/eventJob.ts';
import { byName } from '../entry/names.ts';
import { brokerKeys } from './brokerKeys.ts';
import type { Metadata } from './metadata.ts';

export function authenticationName({ configMap, broker }: EventJob): string {
  return `${configMap}-${broker.secret}${broker.tls ? '-tls' : ''}`;
}

/** Cluster-wide there may be a ConfigMap of that name in every namespace, and no namespace has a dot. */
export function clusterAuthenticationName(job: EventJob): string {
  return `${job.configMapNamespace}.${authenticationName(job)}`;
}

/**
 * How KEDA logs in at each broker of the jobs. KEDA takes `tls` from here only, and by reference only: hence a ConfigMap with that one
 * word. Keys that the Secret does not have are empty to KEDA, and a certificate without a password is the login (SASL EXTERNAL).
 */
export function triggerAuthentications(
  jobs: readonly EventJob[],
  kind: 'TriggerAuthentication' | 'ClusterTriggerAuthentication',
  metadata: (name: string) => { own: Metadata; wordNamespace: string },
): object[] {
  const nameOf = kind === 'TriggerAuthentication' ? authenticationName : clusterAuthenticationName;
  const named = new Map(jobs.map((job) => [nameOf(job), job.broker]));
  return [...named]
    .sort(([one], [other]) => byName(one, other))
    .flatMap(([name, broker]) => {
      const { own, wordNamespace } = metadata(name);
      const authentication = { apiVersion: 'keda.sh/v1alpha1', kind, metadata: own, spec: spec(name, broker) };
      return broker.tls ? [tlsWord({ ...own, namespace: wordNamespace }), authentication] : [authentication];
    });
}

function spec(name: string, { secret, tls }: EventJob['broker']): object {
  const from = (parameter: string, key: string) => ({ parameter, name: secret, key });
  const login = [from('username', brokerKeys.username), from('password', brokerKeys.password)];
  if (!tls) return { secretTargetRef: login };
  const files = [from('ca', brokerKeys.ca), from('cert', brokerKeys.certificate), from('key', brokerKeys.key)];
  return { secretTargetRef: [...login, ...files], configMapTargetRef: [{ parameter: 'tls', name, key: 'tls' }] };
}

function tlsWord(metadata: Metadata): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { tls: 'enable' } };
}
