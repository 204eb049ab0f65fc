import { coveredBy, domain } from '../../handler/contract.ts';
import { meshAnnotations, stayAnnotations } from '../entry/annotations.ts';
import { labelsSchema } from '../entry/labels.ts';
import type { Finding } from '../fault.ts';
import { entryHas, forbidden, gone, whole } from './closed.ts';
import { below } from './finding.ts';
import { type Fields, isMap } from './json.ts';

export const ourKeys = "event-jobs' labels and annotations are in it";

export function inMetadata(metadata: Fields): Finding[] {
  const others = Object.keys(metadata).filter((key) => !['labels', 'annotations', '$patch', '$retainKeys'].includes(key));
  return [
    ...whole(metadata, ourKeys),
    ...others
      .filter((key) => ['name', 'namespace', 'finalizers'].includes(key))
      .flatMap((key) => forbidden([key], 'labels and annotations only')),
    ...['labels', 'annotations'].flatMap((kind) => below(kind, inKeys(metadata, kind, reserved[kind] ?? []))),
  ];
}

const reserved: Record<string, readonly string[]> = {
  labels: labelsSchema.propertyNames.refused.names,
  annotations: [...Object.keys(meshAnnotations), `${domain}/*`, 'batch.kubernetes.io/*', 'scaledjob.keda.sh/*'],
};

function inKeys(metadata: Fields, kind: string, names: readonly string[]): Finding[] {
  const map = metadata[kind];
  if (!isMap(map)) return gone(metadata, kind, ourKeys);
  const keys = Object.keys(map).filter((key) => !key.startsWith('$'));
  const mesh = (key: string) => Object.hasOwn(meshAnnotations, key);
  return [
    ...whole(map, ourKeys),
    ...keys
      .filter((key) => coveredBy(key, names))
      .flatMap((key) => forbidden([key], mesh(key) ? entryHas('mesh') : 'event-jobs, KEDA or Kubernetes sets it')),
    ...keys
      .filter((key) => map[key] === null && Object.hasOwn(stayAnnotations, key))
      .flatMap((key) => forbidden([key], 'it may be "true" or "false", not gone')),
  ];
}
