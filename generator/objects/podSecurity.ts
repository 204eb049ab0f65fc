import type { Finding, Step } from '../fault.ts';

/** As much of a pod template as the Pod Security Standard speaks of. */
interface Pod {
  spec: PodSpec;
}

interface PodSpec {
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  securityContext?: Security & { sysctls?: { name: string }[]; runAsUser?: number };
  initContainers?: Container[];
  containers: Container[];
  volumes?: Record<string, unknown>[];
}

interface Security {
  allowPrivilegeEscalation?: boolean;
  appArmorProfile?: { type: string };
  capabilities?: { add?: string[]; drop?: string[] };
  privileged?: boolean;
  procMount?: string;
  runAsNonRoot?: boolean;
  runAsUser?: number;
  seccompProfile?: { type: string };
  seLinuxOptions?: { type?: string; user?: string; role?: string };
  windowsOptions?: { hostProcess?: boolean };
}

interface Handler {
  httpGet?: { host?: string };
  tcpSocket?: { host?: string };
}

interface Container {
  name: string;
  ports?: { hostPort?: number }[];
  securityContext?: Security;
  livenessProbe?: Handler;
  readinessProbe?: Handler;
  startupProbe?: Handler;
  lifecycle?: { postStart?: Handler; preStop?: Handler };
}

/**
 * What an admission of the level `restricted` would refuse of a pod (k8s.io/pod-security-admission, policy, as of Kubernetes 1.36). Only a
 * `template` can bring it about.
 */
export function restrictedBreaches(podTemplate: object): Finding[] {
  const { spec } = podTemplate as Pod;
  const containers = (kind: 'initContainers' | 'containers') =>
    (spec[kind] ?? []).flatMap((container) => containerBreaches(container, [kind, container.name], spec.securityContext ?? {}));
  return [
    ...hostBreaches(spec),
    ...volumeBreaches(spec),
    ...securityBreaches(spec.securityContext ?? {}, ['securityContext']),
    ...(spec.securityContext?.sysctls ?? []).flatMap(({ name }) =>
      when(!safeSysctls.includes(name), ['securityContext', 'sysctls'], `${name} is no safe sysctl`, safeSysctls.join(', ')),
    ),
    ...containers('initContainers'),
    ...containers('containers'),
  ];
}

function hostBreaches(spec: PodSpec): Finding[] {
  const flags = ['hostNetwork', 'hostPID', 'hostIPC'] as const;
  return flags.flatMap((flag) => when(spec[flag] === true, [flag], "is true: the node's own namespace", 'false'));
}

const volumeKinds = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];

function volumeBreaches({ volumes = [] }: PodSpec): Finding[] {
  const others = volumes.filter((volume) => !volumeKinds.some((kind) => kind in volume));
  return others.flatMap(({ name, ...kind }) =>
    when(true, ['volumes', String(name)], `is a volume of the kind ${Object.keys(kind).join() || 'none'}`, volumeKinds.join(', ')),
  );
}

function containerBreaches({ name, ...container }: Container, at: Step[], pod: Security): Finding[] {
  const own = container.securityContext ?? {};
  const inOwn = [...at, 'securityContext'];
  const [dropped, added] = [own.capabilities?.drop ?? [], own.capabilities?.add ?? []];
  return [
    ...when(
      (container.ports ?? []).some(({ hostPort = 0 }) => hostPort !== 0),
      [...at, 'ports'],
      "takes a port of the node's",
      'no hostPort',
    ),
    ...when(hostsOf(container).length > 0, at, 'has a probe or hook that connects to another host', 'no host in it'),
    ...when(own.allowPrivilegeEscalation !== false, [...inOwn, 'allowPrivilegeEscalation'], 'is not false', 'false'),
    ...when(!dropped.includes('ALL'), [...inOwn, 'capabilities', 'drop'], 'does not drop ALL', '[ALL]'),
    ...when(
      added.some((capability) => capability !== 'NET_BIND_SERVICE'),
      [...inOwn, 'capabilities', 'add'],
      `adds ${added.join(', ')}`,
      'at most NET_BIND_SERVICE',
    ),
    ...when((own.runAsNonRoot ?? pod.runAsNonRoot) !== true, [...inOwn, 'runAsNonRoot'], 'is not true', 'true'),
    ...when(
      !profiles.includes((own.seccompProfile ?? pod.seccompProfile)?.type ?? ''),
      [...inOwn, 'seccompProfile'],
      'is none',
      profiles.join(' or '),
    ),
    ...securityBreaches(own, inOwn),
  ];
}

function hostsOf({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Omit<Container, 'name'>): string[] {
  const handlers = [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop];
  return handlers.flatMap((handler) => [handler?.httpGet?.host, handler?.tcpSocket?.host]).filter((host): host is string => Boolean(host));
}

const profiles = ['RuntimeDefault', 'Localhost'];

const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

/** What no level but the privileged one allows, in a pod's context as in a container's. */
function securityBreaches(context: Security, at: Step[]): Finding[] {
  const { type = '', user = '', role = '' } = context.seLinuxOptions ?? {};
  return [
    ...when(context.privileged === true, [...at, 'privileged'], 'is true', 'false'),
    ...when((context.procMount ?? 'Default') !== 'Default', [...at, 'procMount'], `is ${context.procMount}`, 'Default'),
    ...when(context.runAsUser === 0, [...at, 'runAsUser'], 'is root', 'another user'),
    ...when(context.runAsNonRoot === false, [...at, 'runAsNonRoot'], 'is false', 'true'),
    ...when(context.seccompProfile?.type === 'Unconfined', [...at, 'seccompProfile'], 'is Unconfined', profiles.join(' or ')),
    ...when(context.appArmorProfile?.type === 'Unconfined', [...at, 'appArmorProfile'], 'is Unconfined', profiles.join(' or ')),
    ...when(!seLinuxTypes.includes(type), [...at, 'seLinuxOptions', 'type'], `is ${type}`, seLinuxTypes.filter(Boolean).join(', ')),
    ...when(user !== '' || role !== '', [...at, 'seLinuxOptions'], 'sets user or role', 'neither'),
    ...when(context.windowsOptions?.hostProcess === true, [...at, 'windowsOptions', 'hostProcess'], 'is true', 'false'),
  ];
}

function when(broken: boolean, path: Step[], problem: string, right: string): Finding[] {
  if (!broken) return [];
  const allowed = `--pod-security restricted allows: ${right}`;
  return [{ path: ['template', 'spec', ...path], problem, allowed }];
}

const safeSysctls = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];
