import { containers } from '../../handler/contract.ts';
import type { Finding } from '../fault.ts';
import { resourceFindings } from './containerResources.ts';
import { below, when } from './finding.ts';
import { type Fields, isMap, maps } from './json.ts';
import { volumeReferences } from './volumeReferences.ts';

/** What is wrong with containers in the pod that they are in. */
export function inPod(spec: Fields): Finding[] {
  return ['initContainers', 'containers'].flatMap((kind) => {
    const list = Array.isArray(spec[kind]) ? (spec[kind] as unknown[]) : [];
    return list.flatMap((item, index) =>
      isMap(item) ? below(kind, below(index, [...named(item, spec), ...(inKind[kind]?.(item) ?? [])])) : [],
    );
  });
}

const inKind: Record<string, (container: Fields) => Finding[]> = { initContainers: initContainer };

function initContainer(container: Fields): Finding[] {
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
function named(container: Fields, spec: Fields): Finding[] {
  return [
    ...volumeReferences(container, spec),
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
function claims({ resources }: Fields, { resourceClaims }: Fields): Finding[] {
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

function lifecycle({ lifecycle }: Fields, { terminationGracePeriodSeconds = 30, os }: Fields): Finding[] {
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

function procMount({ securityContext }: Fields, { hostUsers }: Fields): Finding[] {
  const unmasked = isMap(securityContext) && securityContext.procMount === 'Unmasked';
  return when(unmasked && hostUsers !== false, ['securityContext', 'procMount'], 'is Unmasked', 'with hostUsers: false only');
}

function hostPorts({ ports }: Fields, { hostNetwork }: Fields): Finding[] {
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
