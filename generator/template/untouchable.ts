import { normalize } from 'node:path/posix';
import { containers, contractVariables, coveredBy, domain, volume, volumes } from '../../handler/contract.ts';
import { labelsSchema } from '../entry/labels.ts';
import { below, type Found } from './finding.ts';
import { type Fields, isMap } from './json.ts';

/**
 * What a template may not touch, as the patch stands there. The launcher holds the broker's credentials and a token, and the message's
 * way from it to the processor rests on its volumes: so that container, its volumes and their mounts are closed, and whatever lets the
 * processor look into it. What an entry has a key for is set there, where its rules apply. One container alone is the processor: KEDA
 * reads the first one's environment, and another would keep the Job from ending, while a sidecar among the init containers ends with it.
 */
export function untouched(patch: Fields): Found[] {
  const { metadata, spec } = patch;
  return [
    ...whole(patch, 'the pod template as a whole is not replaced'),
    ...below('metadata', isMap(metadata) ? inMetadata(metadata) : gone(patch, 'metadata', ourKeys)),
    ...below('spec', isMap(spec) ? inSpec(spec) : gone(patch, 'spec', 'it has the launcher')),
  ];
}

const ourKeys = "event-jobs' labels and annotations are in it";
const entryHas = (key: string) => `the entry has a key for it: ${key}`;

function forbidden(path: Found['path'], allowed: string): Found[] {
  return [{ path, part: 'key', problem: 'is not for a template to set', allowed }];
}

/** A key that is there to be deleted. */
function gone(map: Fields, key: string, allowed: string): Found[] {
  return map[key] === null ? forbidden([], allowed) : [];
}

/** Directives that drop what the patch does not name. */
function whole(map: Fields, allowed: string): Found[] {
  return ['$patch', '$retainKeys'].filter((name) => name in map).flatMap((name) => forbidden([name], allowed));
}

function inMetadata(metadata: Fields): Found[] {
  const others = Object.keys(metadata).filter((key) => !['labels', 'annotations', '$patch', '$retainKeys'].includes(key));
  return [
    ...whole(metadata, ourKeys),
    ...others
      .filter((key) => ['name', 'namespace', 'finalizers'].includes(key))
      .flatMap((key) => forbidden([key], 'labels and annotations only')),
    ...['labels', 'annotations'].flatMap((kind) => below(kind, inKeys(metadata, kind, reserved[kind] ?? []))),
  ];
}

const meshAnnotations = [
  'consul.hashicorp.com/connect-inject',
  'kuma.io/sidecar-injection',
  'linkerd.io/inject',
  'sidecar.istio.io/inject',
];
const stayAnnotations = ['cluster-autoscaler.kubernetes.io/safe-to-evict', 'karpenter.sh/do-not-disrupt'];
const reserved: Record<string, readonly string[]> = {
  labels: labelsSchema.propertyNames.refused.names,
  annotations: [...meshAnnotations, `${domain}/*`, 'batch.kubernetes.io/*', 'scaledjob.keda.sh/*'],
};

function inKeys(metadata: Fields, kind: string, names: readonly string[]): Found[] {
  const map = metadata[kind];
  if (!isMap(map)) return gone(metadata, kind, ourKeys);
  const keys = Object.keys(map).filter((key) => !key.startsWith('$'));
  const mesh = (key: string) => meshAnnotations.includes(key);
  return [
    ...whole(map, ourKeys),
    ...keys
      .filter((key) => coveredBy(key, names))
      .flatMap((key) => forbidden([key], mesh(key) ? entryHas('mesh') : 'event-jobs, KEDA or Kubernetes sets it')),
    ...keys
      .filter((key) => map[key] === null && stayAnnotations.includes(key))
      .flatMap((key) => forbidden([key], 'it may be "true" or "false", not gone')),
  ];
}

/** Whoever sees the launcher's processes sees its environment, with the broker's password. */
const looksIntoLauncher = "it would open the launcher's processes to the processor";

const ofSpec: Readonly<Record<string, string>> = {
  restartPolicy: "it is Never: a Job's pods are made anew",
  serviceAccount: entryHas('serviceAccount'),
  serviceAccountName: entryHas('serviceAccount'),
  automountServiceAccountToken: 'a token is for the launcher alone',
  shareProcessNamespace: looksIntoLauncher,
  hostPID: looksIntoLauncher,
  activeDeadlineSeconds: entryHas('timeout'),
  ephemeralContainers: 'Kubernetes takes none in a template',
  priority: 'Kubernetes makes it of priorityClassName',
  overhead: 'Kubernetes makes it of runtimeClassName',
  '$setElementOrder/initContainers': 'the launcher is the last of them',
  '$setElementOrder/containers': 'there is one',
};

function inSpec(spec: Fields): Found[] {
  return [
    ...whole(spec, 'it has the launcher'),
    ...Object.keys(spec)
      .filter((key) => Object.hasOwn(ofSpec, key))
      .flatMap((key) => forbidden([key], ofSpec[key] ?? '')),
    ...inItems(spec, 'containers', inContainer, 'the processor is in it'),
    ...inItems(spec, 'initContainers', inInitContainer, 'the launcher is in it'),
    ...inItems(spec, 'volumes', launchersVolume, "the launcher's are in it"),
  ];
}

/** A list that bears something of ours: neither gone nor replaced; and what holds of each of its items. */
function inItems(map: Fields, key: string, ofItem: (item: Fields) => Found[], why: string): Found[] {
  const list = map[key];
  if (!Array.isArray(list)) return below(key, gone(map, key, why));
  const found = list.flatMap((item, index) => {
    if (!isMap(item)) return [];
    const replaces = item.$patch === 'replace' ? forbidden(['$patch'], why) : [];
    return below(index, replaces.length > 0 ? replaces : ofItem(item));
  });
  return below(key, found);
}

const ofProcessor: Readonly<Record<string, string>> = {
  $patch: 'the processor stays',
  $retainKeys: 'the processor stays',
  image: entryHas('image'),
  command: entryHas('command'),
  args: entryHas('args'),
  restartPolicy: entryHas('retries'),
  restartPolicyRules: entryHas('retries'),
};

function inContainer(container: Fields): Found[] {
  if (container.name !== containers.processor && container.name !== undefined)
    return [
      {
        path: ['name'],
        problem: `is not ${containers.processor}`,
        allowed: 'another container would keep the Job from ending: an item of initContainers with restartPolicy: Always',
      },
    ];
  return [
    ...Object.keys(container)
      .filter((key) => Object.hasOwn(ofProcessor, key))
      .flatMap((key) => forbidden([key], ofProcessor[key] ?? '')),
    ...inItems(container, 'env', inVariable, 'the environment of the entry is in it'),
    ...inItems(container, 'volumeMounts', inMount, "the message's volume is in it"),
    ...inItems(container, 'volumeDevices', inMount, ''),
  ];
}

function inInitContainer(container: Fields): Found[] {
  if (container.name === containers.launcher) return forbidden(['name'], "the launcher is event-jobs' own");
  return [
    ...('restartPolicyRules' in container ? forbidden(['restartPolicyRules'], 'they need a feature gate') : []),
    ...below('volumeMounts', eachItem(container.volumeMounts, launchersVolume)),
    ...below('volumeDevices', eachItem(container.volumeDevices, launchersVolume)),
  ];
}

function launchersVolume({ name }: Fields): Found[] {
  return Object.values<unknown>(volumes).includes(name) ? forbidden(['name'], `${name} is the launcher's volume`) : [];
}

function inVariable(variable: Fields): Found[] {
  const { name } = variable;
  return [
    ...('$patch' in variable ? forbidden(['$patch'], "leave it out of the entry's environment") : []),
    ...(typeof name === 'string' && coveredBy(name, contractVariables)
      ? forbidden(['name'], 'the launcher sets it for every message')
      : []),
  ];
}

function inMount(mount: Fields): Found[] {
  const path = typeof mount.mountPath === 'string' ? normalize(`${mount.mountPath}/`) : '';
  return [
    ...launchersVolume(mount),
    ...(path === '/' || path.startsWith(`${volume.path}/`) ? forbidden(['mountPath'], `${volume.path} is where the message is`) : []),
  ];
}

function eachItem(list: unknown, ofItem: (item: Fields) => Found[]): Found[] {
  return Array.isArray(list) ? list.flatMap((item, index) => (isMap(item) ? below(index, ofItem(item)) : [])) : [];
}
