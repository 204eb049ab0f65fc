import { address } from '../broker/queue.ts';
import { kedaNamespace, type Manifest } from './goldenCase.ts';

/** What KEDA reads before it makes a Job: a Secret or ConfigMap that manifests name, and its data as text. */
export interface Referenced {
  kind: 'Secret' | 'ConfigMap';
  namespace: string;
  name: string;
  data: Record<string, string>;
}

interface Reference {
  kind: Referenced['kind'];
  name: string;
  key: string;
}

/** Of the broker's Secret for TLS: the suite's broker is reached without, and KEDA takes what is missing for not given. */
const files = ['ca.crt', 'tls.crt', 'tls.key'];

const login: Record<string, string> = { AMQP_USERNAME: address.username, AMQP_PASSWORD: address.password };

/** Everything that the manifests name and do not bring along, each once. */
export function referencesOf(manifests: readonly Manifest[]): Referenced[] {
  const brought = new Set(manifests.map(({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`));
  const all = new Map<string, Referenced>();
  for (const manifest of manifests) {
    const { namespace = kedaNamespace } = manifest.metadata;
    for (const { kind, name, key } of named(manifest)) {
      const id = `${kind}/${namespace}/${name}`;
      if (brought.has(id)) continue;
      const referenced = all.get(id) ?? { kind, namespace, name, data: {} };
      all.set(id, referenced);
      if (!files.includes(key)) referenced.data[key] = login[key] ?? 'x';
    }
  }
  return [...all.values()];
}

/** At any depth, as the manifests themselves are what is tested; a label or an annotation may have such a key too. */
function named(value: unknown): Reference[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    const kind = kinds[field];
    if (kind === undefined || typeof inner !== 'object') return named(inner);
    return [inner].flat().map(({ name, key }) => ({ kind, name, key }));
  });
}

const kinds: Readonly<Record<string, Referenced['kind']>> = {
  secretKeyRef: 'Secret',
  secretTargetRef: 'Secret',
  configMapKeyRef: 'ConfigMap',
  configMapTargetRef: 'ConfigMap',
};
