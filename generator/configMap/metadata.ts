import { domain, labels, managedBy } from '../../handler/contract.ts';
import { configMapNameLimit, dnsLabelPattern, dnsSubdomainPattern } from '../entry/names.ts';
import { nearest } from '../entry/nearest.ts';
import type { Fault } from '../fault.ts';
import type { Blame } from './blame.ts';
import { mapOf } from './objects.ts';

/** Marks, with the value "true", the ConfigMaps that hold queue entries where others lie beside them. */
export const configLabel = `${domain}/config`;

/** As the API server has it; what only the server writes is there in a ConfigMap that comes from one. */
const known = [
  ...['name', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences', 'generateName'],
  ...['creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', 'generation', 'managedFields'],
  ...['resourceVersion', 'selfLink', 'uid'],
];

export function isLabelled(value: Record<string, unknown>): boolean {
  return labelOf(value, configLabel) === 'true';
}

export function nameOf(value: Record<string, unknown>): string {
  return String(mapOf(value.metadata)?.name);
}

/** In a stream of a whole directory there may be what was made of another ConfigMap. */
export function isGenerated(value: Record<string, unknown>): boolean {
  return labelOf(value, labels.managedBy) === managedBy;
}

function labelOf(value: Record<string, unknown>, name: string): string {
  return String(mapOf(mapOf(value.metadata)?.labels)?.[name]);
}

export function metadataFaults(metadata: unknown, blame: Blame): Fault[] {
  if (metadata !== undefined && !mapOf(metadata)) return [blame(['metadata'], 'value', 'is no map', 'name: and what else there is')];
  const { name, namespace, labels, annotations, ...others } = mapOf(metadata) ?? {};
  return [
    ...nameFaults(name, blame),
    ...namespaceFaults(namespace, blame),
    ...textFaults('labels', labels, blame),
    ...textFaults('annotations', annotations, blame),
    ...Object.keys(others).flatMap((key) => unknownFaults(key, blame)),
  ];
}

/** Shared objects bear the ConfigMap's name and a suffix. */
function nameFaults(name: unknown, blame: Blame): Fault[] {
  if (typeof name === 'string' && new RegExp(dnsSubdomainPattern).test(name) && name.length <= configMapNameLimit) return [];
  const problem = name === undefined ? 'is missing' : `${JSON.stringify(name)} is not valid`;
  return [blame(['metadata', 'name'], 'value', problem, `it must be a DNS subdomain of at most ${configMapNameLimit} characters`)];
}

function namespaceFaults(namespace: unknown, blame: Blame): Fault[] {
  if (namespace === undefined) return [];
  if (typeof namespace === 'string' && new RegExp(dnsLabelPattern).test(namespace) && namespace.length <= 63) return [];
  const problem = `${JSON.stringify(namespace)} is not valid`;
  return [blame(['metadata', 'namespace'], 'value', problem, 'it must be a DNS label of at most 63 characters')];
}

function textFaults(key: string, map: unknown, blame: Blame): Fault[] {
  if (map === undefined || map === null) return [];
  if (!mapOf(map)) return [blame(['metadata', key], 'value', 'is no map', 'names and texts')];
  const wrong = Object.entries(map).filter(([, value]) => typeof value !== 'string');
  return wrong.map(([name]) => blame(['metadata', key, name], 'value', 'is no text', 'quote it'));
}

function unknownFaults(key: string, blame: Blame): Fault[] {
  if (known.includes(key)) return [];
  const meant = nearest(key, known);
  return [blame(['metadata', key], 'key', 'is an unknown key', meant ? `did you mean ${meant}?` : undefined)];
}
