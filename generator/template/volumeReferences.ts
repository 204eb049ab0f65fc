import { volumes as launcherVolumes } from '../../handler/contract.ts';
import type { Finding } from '../fault.ts';
import { when } from './finding.ts';
import { type Fields, isMap, maps } from './json.ts';

/** What a container says of volumes must be of some in its pod. The launcher's are untouchable.ts's. */
export function volumeReferences({ volumeMounts, volumeDevices, env }: Fields, spec: Fields): Finding[] {
  const volumes = new Map(maps(spec.volumes).map((volume) => [volume.name, volume]));
  const known = (name: unknown) => name === undefined || volumes.has(name) || Object.values<unknown>(launcherVolumes).includes(name);
  const lost = (list: unknown, kind: string) =>
    (Array.isArray(list) ? list : []).flatMap((item, index) =>
      isMap(item)
        ? when(
            !known(item.name),
            [kind, index, 'name'],
            `${JSON.stringify(item.name)} is no volume of the template`,
            'the name of one of its volumes',
          )
        : [],
    );
  const block = maps(volumeDevices).flatMap(({ name }, index) => {
    const volume = volumes.get(name);
    return when(
      volume !== undefined && !volume.persistentVolumeClaim && !volume.ephemeral,
      ['volumeDevices', index, 'name'],
      'is no block device',
      'a volume with persistentVolumeClaim or ephemeral',
    );
  });
  return [...lost(volumeMounts, 'volumeMounts'), ...lost(volumeDevices, 'volumeDevices'), ...block, ...files(env, volumes)];
}

function files(env: unknown, volumes: ReadonlyMap<unknown, Fields>): Finding[] {
  return (Array.isArray(env) ? env : []).flatMap((variable, index) => {
    const source = isMap(variable) && isMap(variable.valueFrom) ? variable.valueFrom.fileKeyRef : undefined;
    const path = ['env', index, 'valueFrom', 'fileKeyRef', 'volumeName'];
    return isMap(source)
      ? when(
          !volumes.get(source.volumeName)?.emptyDir,
          path,
          `${JSON.stringify(source.volumeName)} is no emptyDir of the template`,
          'the name of such a volume',
        )
      : [];
  });
}
