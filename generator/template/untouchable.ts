import type { Finding } from '../fault.ts';
import { entryHas, forbidden, gone, inItems, whole } from './closed.ts';
import { inContainer, inInitContainer, launchersVolume } from './closedContainers.ts';
import { inMetadata, ourKeys } from './closedMetadata.ts';
import { below } from './finding.ts';
import { type Fields, isMap } from './json.ts';

/**
 * What a template may not touch, as the patch stands there. The launcher holds the broker's credentials and a token, and the message's
 * way from it to the processor rests on its volumes: so that container, its volumes and their mounts are closed, and whatever lets the
 * processor look into it. What an entry has a key for is set there, where its rules apply. One container alone is the processor: KEDA
 * reads the first one's environment, and another would keep the Job from ending, while a sidecar among the init containers ends with it.
 */
export function untouched(patch: Fields): Finding[] {
  const { metadata, spec } = patch;
  return [
    ...whole(patch, 'the pod template as a whole is not replaced'),
    ...below('metadata', isMap(metadata) ? inMetadata(metadata) : gone(patch, 'metadata', ourKeys)),
    ...below('spec', isMap(spec) ? inSpec(spec) : gone(patch, 'spec', 'it has the launcher')),
  ];
}

/** Whoever sees the launcher's processes sees its environment, with the broker's password. */
const looksIntoLauncher = "it would open the launcher's processes to the processor";

const ofSpec: Readonly<Record<string, string>> = {
  restartPolicy: "it is Never: a Job's pods are made anew",
  serviceAccount: entryHas('serviceAccount'),
  serviceAccountName: entryHas('serviceAccount'),
  shareProcessNamespace: looksIntoLauncher,
  hostPID: looksIntoLauncher,
  activeDeadlineSeconds: entryHas('timeout'),
  ephemeralContainers: 'Kubernetes takes none in a template',
  priority: 'Kubernetes makes it of priorityClassName',
  overhead: 'Kubernetes makes it of runtimeClassName',
  '$setElementOrder/initContainers': 'the launcher is the last of them',
  '$setElementOrder/containers': 'there is one',
};

function inSpec(spec: Fields): Finding[] {
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
