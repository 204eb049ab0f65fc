import { containers, volumes as launcherVolumes } from '../../handler/contract.ts';
import { parseQuantity } from '../entry/quantities.ts';
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
  return [
    ...mounted(container, spec),
    ...claims(container, spec),
    ...lifecycle(container, spec),
    ...hostPorts(container, spec),
    ...procMount(container, spec),
    ...when(
      spec.hostUsers === false && maps(container.volumeDevices).length > 0,
      ['volumeDevices'],
      'stands beside hostUsers: false',
      'one of them',
    ),
  ];
}

/** Each claim of the pod as a whole, or requests of it, each once. */
function claims({ resources }: Fields, { resourceClaims }: Fields): Found[] {
  const known = maps(resourceClaims).map(({ name }) => name);
  const list = isMap(resources) ? maps(resources.claims) : [];
  return list.flatMap(({ name, request }, index) => {
    const path = ['resources', 'claims', index, 'name'];
    const earlier = list.slice(0, index).some((one) => one.name === name && (!one.request || !request || one.request === request));
    return [
      ...when(
        name !== undefined && !known.includes(name),
        path,
        `${JSON.stringify(name)} is not in resourceClaims`,
        'the name of one of them',
      ),
      ...when(earlier, path, `${JSON.stringify(name)} is there already`, 'each once'),
    ];
  });
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

function procMount({ securityContext }: Fields, { hostUsers }: Fields): Found[] {
  const unmasked = isMap(securityContext) && securityContext.procMount === 'Unmasked';
  return when(unmasked && hostUsers !== false, ['securityContext', 'procMount'], 'is Unmasked', 'with hostUsers: false only');
}

function hostPorts({ ports }: Fields, { hostNetwork }: Fields): Found[] {
  const list = (Array.isArray(ports) ? ports : []).map((port) => (isMap(port) ? port : {}));
  const taken = list.map(({ hostPort, hostIP = '', protocol = 'TCP' }) => (hostPort ? [hostPort, hostIP, protocol].join(' ') : undefined));
  return list.flatMap(({ hostPort, containerPort }, index) => {
    const path = ['ports', index, 'hostPort'];
    return [
      ...when(
        hostNetwork === true && Boolean(hostPort) && hostPort !== containerPort,
        path,
        'differs from containerPort',
        'with hostNetwork both are the same',
      ),
      ...when(
        taken[index] !== undefined && taken.indexOf(taken[index]) < index,
        path,
        `${hostPort} is there already`,
        'each with its protocol and hostIP once',
      ),
    ];
  });
}

export function resourceFindings(resources: Fields): Found[] {
  return [...misfits(resources as Resources, {}), ...hugePages(resources)];
}

/** With cpu or memory, and in whole pages. */
function hugePages(resources: Fields): Found[] {
  const amounts = ['limits', 'requests'].flatMap((kind) =>
    Object.entries(isMap(resources[kind]) ? resources[kind] : {}).map(([name, amount]) => ({ kind, name, amount })),
  );
  const pages = amounts.filter(({ name }) => name.startsWith('hugepages-'));
  const alone = pages.length > 0 && !amounts.some(({ name }) => name === 'cpu' || name === 'memory');
  return [
    ...when(alone, [], 'has huge pages alone', 'with cpu or memory'),
    ...pages.flatMap(({ kind, name, amount }) => {
      const [bytes, size] = [parseQuantity(String(amount)), parseQuantity(name.slice('hugepages-'.length))];
      const whole = bytes && size && bytes.nanos > 0n && bytes.nanos % size.nanos === 0n;
      return when(!whole, [kind, name], `${amount} is not valid`, 'it must be a multiple of its size, and more than none');
    }),
  ];
}
