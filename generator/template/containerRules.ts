import type { Finding } from '../fault.ts';
import { notBoth, twice } from './choice.ts';
import { below, when } from './finding.ts';
import { type Fields, isMap, maps } from './json.ts';

export const containerRules: Readonly<Record<string, (value: Fields) => Finding[]>> = {
  Container: (value) => [
    ...probes(value),
    ...below('ports', twice(items(value.ports), 'name')),
    ...below('resizePolicy', twice(items(value.resizePolicy), 'resourceName')),
    ...mounts(value),
  ],
  VolumeMount: (value) => [...notBoth(value, 'subPath', 'subPathExpr'), ...recursiveReadOnly(value)],
};

/** Deleted items keep their place. */
function items(list: unknown): Fields[] {
  return Array.isArray(list) ? list.map((item) => (isMap(item) ? item : {})) : [];
}

function probes({ livenessProbe, readinessProbe, startupProbe }: Fields): Finding[] {
  const once = Object.entries({ livenessProbe, startupProbe }).flatMap(([name, probe]) => {
    const threshold = isMap(probe) ? (probe.successThreshold ?? 1) : 1;
    return when(![0, 1].includes(Number(threshold)), [name, 'successThreshold'], `${threshold} is not valid`, 'it must be 1');
  });
  const grace = isMap(readinessProbe) && readinessProbe.terminationGracePeriodSeconds !== undefined;
  return [
    ...once,
    ...when(grace, ['readinessProbe', 'terminationGracePeriodSeconds'], 'is not for a readinessProbe', 'for the two others only'),
  ];
}

function mounts({ volumeMounts, volumeDevices, securityContext }: Fields): Finding[] {
  const devices = maps(volumeDevices);
  const privileged = isMap(securityContext) && securityContext.privileged === true;
  return [
    ...below('volumeDevices', twice(items(volumeDevices), 'name')),
    ...below(
      'volumeMounts',
      items(volumeMounts).flatMap((mount, index) =>
        below(index, [
          ...when(
            mount.name !== undefined && devices.some(({ name }) => name === mount.name),
            ['name'],
            'is in volumeDevices too',
            'one of them',
          ),
          ...when(
            mount.mountPath !== undefined && devices.some(({ devicePath }) => devicePath === mount.mountPath),
            ['mountPath'],
            'is in volumeDevices too',
            'each path once',
          ),
          ...when(
            mount.mountPropagation === 'Bidirectional' && !privileged,
            ['mountPropagation'],
            'is Bidirectional',
            'in a privileged container only',
          ),
        ]),
      ),
    ),
  ];
}

function recursiveReadOnly({ recursiveReadOnly, readOnly, mountPropagation }: Fields): Finding[] {
  const asked = recursiveReadOnly === 'Enabled' || recursiveReadOnly === 'IfPossible';
  return [
    ...when(asked && readOnly !== true, ['recursiveReadOnly'], 'stands without readOnly', 'with readOnly: true only'),
    ...when(asked && (mountPropagation ?? 'None') !== 'None', ['recursiveReadOnly'], 'stands beside mountPropagation', 'with None only'),
  ];
}
