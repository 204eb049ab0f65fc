import { normalize } from 'node:path/posix';
import { containers, contractVariables, coveredBy, volume, volumes } from '../../handler/contract.ts';
import type { Finding } from '../fault.ts';
import { entryHas, forbidden, inItems, targetOf } from './closed.ts';
import { below } from './finding.ts';
import { type Fields, isMap } from './json.ts';

const ofProcessor: Readonly<Record<string, string>> = {
  $patch: 'the processor stays',
  $retainKeys: 'the processor stays',
  image: entryHas('image'),
  command: entryHas('command'),
  args: entryHas('args'),
  restartPolicy: entryHas('retries'),
  restartPolicyRules: entryHas('retries'),
};

export function inContainer(container: Fields): Finding[] {
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
      .filter((key) => Object.hasOwn(ofProcessor, targetOf(key)))
      .flatMap((key) => forbidden([key], ofProcessor[targetOf(key)] ?? '')),
    ...inItems(container, 'env', inVariable, 'the environment of the entry is in it'),
    ...inItems(container, 'volumeMounts', inMount, "the message's volume is in it"),
    ...below('volumeDevices', eachItem(container.volumeDevices, launchersVolume)),
  ];
}

export function inInitContainer(container: Fields): Finding[] {
  if (container.name === containers.launcher) return forbidden(['name'], "the launcher is event-jobs' own");
  return [
    ...('restartPolicyRules' in container ? forbidden(['restartPolicyRules'], 'they need a feature gate') : []),
    ...below('volumeMounts', eachItem(container.volumeMounts, launchersVolume)),
    ...below('volumeDevices', eachItem(container.volumeDevices, launchersVolume)),
  ];
}

export function launchersVolume({ name }: Fields): Finding[] {
  return Object.values<unknown>(volumes).includes(name) ? forbidden(['name'], `${name} is the launcher's volume`) : [];
}

function inVariable(variable: Fields): Finding[] {
  const { name } = variable;
  return [
    ...('$patch' in variable ? forbidden(['$patch'], "leave it out of the entry's environment") : []),
    ...(typeof name === 'string' && coveredBy(name, contractVariables)
      ? forbidden(['name'], 'the launcher sets it for every message')
      : []),
  ];
}

function inMount(mount: Fields): Finding[] {
  const path = typeof mount.mountPath === 'string' ? normalize(`${mount.mountPath}/`) : '';
  return [
    ...launchersVolume(mount),
    ...(path === '/' || path.startsWith(`${volume.path}/`) ? forbidden(['mountPath'], `${volume.path} is where the message is`) : []),
  ];
}

function eachItem(list: unknown, ofItem: (item: Fields) => Finding[]): Finding[] {
  return Array.isArray(list) ? list.flatMap((item, index) => (isMap(item) ? below(index, ofItem(item)) : [])) : [];
}
