import { byName } from '../entry/names.ts';
import { canonicalQuantity } from '../entry/quantities.ts';
import { type Field, fieldsOf } from './field.ts';
import { type Fields, isMap, maps } from './json.ts';

/** What KEDA's CRD adds where a field is missing, or where Go's types have dropped it as empty. */
const crdDefaults: Fields = {
  'AzureDiskVolumeSource.fsType': 'ext4',
  'AzureDiskVolumeSource.readOnly': false,
  'ContainerPort.protocol': 'TCP',
  'FileKeySelector.optional': false,
  'GRPCAction.service': '',
  'ISCSIVolumeSource.iscsiInterface': 'default',
  'RBDVolumeSource.keyring': '/etc/ceph/keyring',
  'RBDVolumeSource.pool': 'rbd',
  'RBDVolumeSource.user': 'admin',
  'ScaleIOVolumeSource.fsType': 'xfs',
  'ScaleIOVolumeSource.storageMode': 'ThinProvisioned',
};

/**
 * Types whose empty map says no more than none at all. Such a one is left out: where a map had something in it before, the API server
 * refuses an edit by server-side apply that empties it (it makes null of it first).
 */
const saysNothing = [
  ...['Affinity', 'NodeAffinity', 'PodAffinity', 'PodAntiAffinity', 'PodDNSConfig', 'PodSchedulingGroup', 'ResourceRequirements'],
  ...['Capabilities', 'Lifecycle', 'PodSecurityContext', 'SecurityContext', 'SELinuxOptions'],
];

/**
 * The form that a value of an API type has after KEDA's first write, which reads it into Go's types and writes it back: fields that the
 * type does not know are gone, empty ones too unless they are pointers or must be there, structs that are no pointers are always there,
 * quantities are respelled, and the CRD's defaults filled in. Another form would be rewritten then, and GitOps tools would see drift.
 *
 * Keys come in the order that `base` has, then as the type declares them, and a map's by name: the user's order does not show.
 */
export function canonical(value: Fields, type: string, base: Fields = {}): Fields {
  const fields = fieldsOf(type) ?? new Map<string, Field>();
  const names = new Set([...Object.keys(base).filter((name) => fields.has(name)), ...fields.keys()]);
  const entries = [...names].map((name) => {
    const given = canonicalField(value[name], fields.get(name) as Field, base[name]);
    return [name, given ?? crdDefaults[`${type}.${name}`]] as const;
  });
  return Object.fromEntries(entries.filter(([, given]) => given !== undefined));
}

function canonicalField(value: unknown, field: Field, base: unknown): unknown {
  if (field.shape === 'list') return canonicalList(value, field, base);
  if (field.shape === 'map') return canonicalMap(value, field, base);
  if (fieldsOf(field.type)) return canonicalStruct(value, field, base);
  if (field.type === 'Quantity') return canonicalAmount(value, field);
  const absent = value === null || value === undefined || (!field.pointer && !field.required && isZero(value));
  return absent ? undefined : value;
}

function canonicalStruct(value: unknown, field: Field, base: unknown): Fields | undefined {
  if (!isMap(value) && field.pointer) return undefined;
  const made = canonical(isMap(value) ? value : {}, field.type, isMap(base) ? base : {});
  return field.pointer && Object.keys(made).length === 0 && saysNothing.includes(field.type) ? undefined : made;
}

function canonicalList(value: unknown, field: Field, base: unknown): unknown[] | undefined {
  if (!Array.isArray(value) || (value.length === 0 && !field.required)) return undefined;
  if (!fieldsOf(field.type)) return value;
  return maps(value).map((item, index) => canonical(item, field.type, counterpart(base, item, index, field.mergeKey)));
}

/** What stood in the item's place. */
function counterpart(base: unknown, item: Fields, index: number, key: string | undefined): Fields {
  const list = maps(base);
  return (key === undefined ? list[index] : list.find((one) => one[key] === item[key])) ?? {};
}

function canonicalMap(value: unknown, field: Field, base: unknown): Fields | undefined {
  if (!isMap(value)) return undefined;
  // A directive that had nothing to be merged into.
  const added = Object.keys(value).filter((key) => !key.startsWith('$') && (!isMap(base) || !(key in base)));
  const names = [...Object.keys(isMap(base) ? base : {}), ...added.sort(byName)];
  const present = names.filter((name) => value[name] !== null && value[name] !== undefined);
  if (present.length === 0) return undefined;
  return Object.fromEntries(
    present.map((name) => [name, field.type === 'Quantity' ? canonicalQuantity(String(value[name])) : value[name]]),
  );
}

/** A quantity that is no pointer is always written, as zero where it is not given (`divisor`). */
function canonicalAmount(value: unknown, field: Field): string | undefined {
  const given = value !== null && value !== undefined;
  return given || !field.pointer ? canonicalQuantity(String(given ? value : 0)) : undefined;
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false;
}
