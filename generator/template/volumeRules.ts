import { parseQuantity } from '../entry/quantities.ts';
import type { Finding } from '../fault.ts';
import { exactlyOne } from './choice.ts';
import { fieldsOf } from './field.ts';
import { when } from './finding.ts';
import { type Fields, isMap, maps } from './json.ts';

export const volumeRules: Readonly<Record<string, (value: Fields) => Finding[]>> = {
  Volume: (value) => [...exactlyOne(value, kindsOf('Volume')), ...initiator(value)],
  VolumeProjection: (value) => exactlyOne(value, kindsOf('VolumeProjection')),
  ProjectedVolumeSource: projected,
  FCVolumeSource: fibreChannel,
  ISCSIVolumeSource: ({ chapAuthDiscovery, chapAuthSession, secretRef }) =>
    when((chapAuthDiscovery === true || chapAuthSession === true) && secretRef === undefined, ['secretRef'], 'is missing', 'CHAP needs it'),
  AzureDiskVolumeSource: ({ kind, diskURI }) => {
    const start = kind === 'Managed' ? '/subscriptions/' : 'https://';
    return when(
      !String(diskURI).startsWith(start),
      ['diskURI'],
      'is not valid',
      `with the kind ${kind ?? 'Shared'} it must begin with ${start}`,
    );
  },
  FlockerVolumeSource: (value) => exactlyOne(value, ['datasetName', 'datasetUUID']),
  ClusterTrustBundleProjection: (value) => exactlyOne(value, ['name', 'signerName']),
  PersistentVolumeClaimTemplate: ({ metadata }) => {
    const others = Object.keys(isMap(metadata) ? metadata : {}).filter((name) => name !== 'labels' && name !== 'annotations');
    return others.map((name) => ({
      path: ['metadata', name],
      problem: 'is not for a claim template',
      allowed: 'labels and annotations only',
    }));
  },
  PersistentVolumeClaimSpec: (value) => [...claim(value), ...source(value)],
};

function kindsOf(type: string): string[] {
  return [...(fieldsOf(type)?.keys() ?? [])].filter((name) => name !== 'name');
}

function initiator({ name, iscsi }: Fields): Finding[] {
  const length = isMap(iscsi) && iscsi.initiatorName !== undefined ? `${name}:${iscsi.targetPortal}`.length : 0;
  return when(length > 63, ['name'], `makes ${length} characters with iscsi.targetPortal`, 'at most 63, where there is an initiatorName');
}

function fibreChannel(value: Fields): Finding[] {
  const targets = Array.isArray(value.targetWWNs) && value.targetWWNs.length > 0;
  const lun = when(targets && value.lun === undefined, ['lun'], 'is missing', 'targetWWNs need it');
  return [...exactlyOne(value, ['targetWWNs', 'wwids']), ...lun];
}

function claim({ accessModes, resources }: Fields): Finding[] {
  const modes = Array.isArray(accessModes) ? accessModes : [];
  const requests = isMap(resources) && isMap(resources.requests) ? resources.requests : {};
  const storage = requests.storage === undefined ? undefined : parseQuantity(String(requests.storage))?.nanos;
  return [
    ...when(modes.includes('ReadWriteOncePod') && modes.length > 1, ['accessModes'], 'has ReadWriteOncePod and others', 'that alone'),
    ...when(storage === undefined, ['resources', 'requests', 'storage'], 'is missing', 'it must be a quantity such as 1Gi'),
    ...when(storage === 0n, ['resources', 'requests', 'storage'], 'is zero', 'it must be a quantity such as 1Gi'),
  ];
}

/** What the volume is filled from; both ways to say it must say the same. */
function source({ dataSource, dataSourceRef }: Fields): Finding[] {
  const alien = (of: unknown) => isMap(of) && !of.apiGroup && of.kind !== 'PersistentVolumeClaim';
  const same = (name: string) => isMap(dataSource) && isMap(dataSourceRef) && (dataSource[name] ?? '') === (dataSourceRef[name] ?? '');
  const both = isMap(dataSource) && isMap(dataSourceRef);
  return [
    ...when(alien(dataSource), ['dataSource', 'kind'], 'is not PersistentVolumeClaim', 'with an apiGroup only'),
    ...when(alien(dataSourceRef), ['dataSourceRef', 'kind'], 'is not PersistentVolumeClaim', 'with an apiGroup only'),
    ...when(both && !['apiGroup', 'kind', 'name'].every(same), ['dataSource'], 'differs from dataSourceRef', 'one of them'),
    ...when(both && Boolean(dataSourceRef.namespace), ['dataSource'], 'stands beside a dataSourceRef with a namespace', 'one of them'),
  ];
}

/** Two files of one path in a projected volume. */
function projected({ sources }: Fields): Finding[] {
  const paths = (Array.isArray(sources) ? sources : []).flatMap((source, index) => filePaths(source).map((path) => ({ path, index })));
  return paths.flatMap(({ path, index }, at) =>
    when(
      paths.findIndex((one) => one.path === path) < at,
      ['sources', index],
      `has a file ${JSON.stringify(path)}, as another source has`,
      'each path once',
    ),
  );
}

function filePaths(source: unknown): unknown[] {
  if (!isMap(source)) return [];
  const kinds = Object.values(source).filter(isMap);
  return kinds.flatMap((kind) => [kind.path, ...maps(kind.items).map(({ path }) => path)]).filter((path) => path !== undefined);
}
