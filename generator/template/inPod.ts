import { containers, volumes as launcherVolumes } from '../../handler/contract.ts';
import { misfits, type Resources } from '../entry/resources.ts';
import { below, type Found, when } from './finding.ts';
import { type Fields, isMap, maps } from './json.ts';

/** What is wrong with containers in the pod that they are in. */
export function inPod(spec: Fields): Found[] {
  return ['initContainers', 'containers'].flatMap((kind) => {
    const list = Array.isArray(spec[kind]) ? (spec[kind] as unknown[]) : [];
    return list.flatMap((item, index) =>
      isMap(item) ? below(kind, below(index, [...named(item, spec), ...(inKind[kind]?.(item) ?? [])])) : [],
    );
  });
}

const inKind: Record<string, (container: Fields) => Found[]> = { initContainers: initContainer };

function initContainer(container: Fields): Found[] {
  const sidecar = container.restartPolicy === 'Always';
  const unfit = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'].filter((name) => container[name] !== undefined);
  return [
    ...when(container.image === undefined || container.image === '', ['image'], 'is missing', 'it must be an image reference'),
    ...when(container.name === containers.processor, ['name'], 'is the name of the main container', 'another name'),
    // The processor's are also the entry's; see result.ts.
    ...(isMap(container.resources) ? below('resources', resourceFindings(container.resources)) : []),
    ...unfit.flatMap((name) => when(!sidecar, [name], 'is not for an init container', 'with restartPolicy: Always only')),
    ...when(container.resizePolicy !== undefined, ['resizePolicy'], 'is not for an init container', 'none'),
  ];
}

/** What a container names must be in its pod. */
function named(container: Fields, spec: Fields): Found[] {
  const claims = maps(spec.resourceClaims).map(({ name }) => name);
  const claimed = isMap(container.resources) ? maps(container.resources.claims) : [];
  return [
    ...mounted(container, spec),
    ...claimed.flatMap(({ name }, index) =>
      when(
        name !== undefined && !claims.includes(name),
        ['resources', 'claims', index, 'name'],
        `${JSON.stringify(name)} is not in resourceClaims`,
        'the name of one of them',
      ),
    ),
    ...lifecycle(container, spec),
    ...hostPorts(container, spec),
  ];
}

/** The launcher's volumes are untouchable.ts's. */
function mounted({ volumeMounts, volumeDevices, env }: Fields, spec: Fields): Found[] {
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

function files(env: unknown, volumes: ReadonlyMap<unknown, Fields>): Found[] {
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

function lifecycle({ lifecycle }: Fields, { terminationGracePeriodSeconds = 30, os }: Fields): Found[] {
  if (!isMap(lifecycle)) return [];
  const asleep = ['postStart', 'preStop'].flatMap((name) => {
    const handler = lifecycle[name];
    const seconds = isMap(handler) && isMap(handler.sleep) ? Number(handler.sleep.seconds ?? 0) : 0;
    return when(
      seconds > Number(terminationGracePeriodSeconds),
      ['lifecycle', name, 'sleep', 'seconds'],
      `${seconds} is over terminationGracePeriodSeconds`,
      `at most ${terminationGracePeriodSeconds}`,
    );
  });
  return [
    ...asleep,
    ...when(
      lifecycle.stopSignal !== undefined && !isMap(os),
      ['lifecycle', 'stopSignal'],
      'stands without os',
      'with os: {name: linux} only',
    ),
  ];
}

function hostPorts({ ports }: Fields, { hostNetwork }: Fields): Found[] {
  return (Array.isArray(ports) ? ports : []).flatMap((port, index) => {
    const differs = isMap(port) && Boolean(port.hostPort) && port.hostPort !== port.containerPort;
    return when(
      hostNetwork === true && differs,
      ['ports', index, 'hostPort'],
      'differs from containerPort',
      'with hostNetwork both are the same',
    );
  });
}

export function resourceFindings(resources: Fields): Found[] {
  return [...misfits(resources as Resources, {}), ...hugePages(resources)];
}

function hugePages({ limits, requests }: Fields): Found[] {
  const names = Object.keys({ ...(isMap(limits) ? limits : {}), ...(isMap(requests) ? requests : {}) });
  const alone = names.some((name) => name.startsWith('hugepages-')) && !names.includes('cpu') && !names.includes('memory');
  return when(alone, [], 'has huge pages alone', 'with cpu or memory');
}
