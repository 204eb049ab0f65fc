import { loadAll } from 'js-yaml';
import { ConfigError } from '../fault.ts';

/** As much of a Kubernetes object as is looked at when it is read back. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
}

/** What a file holds that an earlier run, or an earlier version, wrote. Throws a ConfigError where that is no longer so. */
export function objectsOf(text: string): KubernetesObject[] {
  const documents = parsed(text);
  if (documents.every(isObject)) return documents;
  throw new ConfigError('holds something else than Kubernetes objects; put back what was generated, or delete it');
}

function parsed(text: string): unknown[] {
  try {
    return loadAll(text);
  } catch (cause) {
    const [problem] = (cause as Error).message.split('\n');
    throw new ConfigError(`is no YAML any more (${problem}); put back what was generated, or delete it`, { cause });
  }
}

function isObject(value: unknown): value is KubernetesObject {
  const { apiVersion, kind, metadata } = (value ?? {}) as Partial<Record<keyof KubernetesObject, unknown>>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof (metadata as { name?: unknown } | null)?.name === 'string';
}

/** Two objects of one identity are the same object in a cluster, and a fault to kustomize. */
export function identity(object: object): string {
  const { apiVersion, kind, metadata } = object as KubernetesObject;
  return [apiVersion, kind, metadata.namespace ?? '', metadata.name].join(' ');
}
