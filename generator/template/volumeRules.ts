import { parseQuantity } from '../entry/quantities.ts';
import { exactlyOne } from './choice.ts';
import { fieldsOf } from './field.ts';
import { type Found, when } from './finding.ts';
import { type Fields, isMap, maps } from './json.ts';

export const volumeRules: Readonly<Record<string, (value: Fields) => Found[]>> = {
  Volume: (value) => exactlyOne(value, kindsOf('Volume')),
  VolumeProjection: (value) => exactlyOne(value, kindsOf('VolumeProjection')),
  ProjectedVolumeSource: projected,
  ClusterTrustBundleProjection: (value) => exactlyOne(value, ['name', 'signerName']),
  PersistentVolumeClaimTemplate: ({ metadata }) => {
    const others = Object.keys(isMap(metadata) ? metadata : {}).filter((name) => name !== 'labels' && name !== 'annotations');
    return others.map((name) => ({
      path: ['metadata', name],
      problem: 'is not for a claim template',
      allowed: 'labels and annotations only',
    }));
  },
  PersistentVolumeClaimSpec: claim,
};

function kindsOf(type: string): string[] {
  return [...(fieldsOf(type)?.keys() ?? [])].filter((name) => name !== 'name');
}

function claim({ accessModes, resources }: Fields): Found[] {
  const modes = Array.isArray(accessModes) ? accessModes : [];
  const requests = isMap(resources) && isMap(resources.requests) ? resources.requests : {};
  const storage = requests.storage === undefined ? undefined : parseQuantity(String(requests.storage))?.nanos;
  return [
    ...when(modes.includes('ReadWriteOncePod') && modes.length > 1, ['accessModes'], 'has ReadWriteOncePod and others', 'that alone'),
    ...when(storage === undefined, ['resources', 'requests', 'storage'], 'is missing', 'it must be a quantity such as 1Gi'),
    ...when(storage === 0n, ['resources', 'requests', 'storage'], 'is zero', 'it must be a quantity such as 1Gi'),
  ];
}

/** Two files of one path in a projected volume. */
function projected({ sources }: Fields): Found[] {
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
