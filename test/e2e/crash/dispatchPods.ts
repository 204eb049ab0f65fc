import type { PodIdentity } from './launcherContainer.ts';
import type { Blow, Launched, Station } from './station.ts';
import type { Work } from './work.ts';

/**
 * A Job's pods, as the kubelet and the Job controller would have them, until one ends well: the launcher is an init container, so that
 * its failure is the pod's. The first launcher gets the blow; it is returned. One that is stopped (its node is lost, and the pod deleted
 * by force) is overtaken by the Job's other pods meanwhile.
 */
export async function dispatchPods(work: Work, pod: PodIdentity, blow?: Blow): Promise<Launched> {
  let overtaken: Promise<void> | undefined;
  const meanwhile = async () => {
    overtaken = morePods(work, work.spare, pod);
    await overtaken.catch(() => {});
  };
  const { launched, well } = await onePod(work, work.station, pod, blow && { ...blow, meanwhile });
  if (!well) await (overtaken ?? morePods(work, work.station, pod));
  await overtaken;
  return launched;
}

/** More pods than any single blow can need. */
const tries = 5;

async function morePods(work: Work, station: Station, pod: PodIdentity): Promise<void> {
  let output = '';
  for (let n = 0; n < tries; n++) {
    const { launched, well } = await onePod(work, station, pod);
    if (well) return;
    output = launched.output();
  }
  throw new Error(`Job ${pod.job.name} did not end well in ${tries} pods: ${output}`);
}

async function onePod(work: Work, station: Station, pod: PodIdentity, blow?: Blow): Promise<{ launched: Launched; well: boolean }> {
  station.sandbox.emptyVolume();
  const launched = work.launch(station, pod, blow);
  if ((await launched.ended) !== 0) return { launched, well: false };
  const main = await work.startMain(station, pod);
  return { launched, well: (await main.ended) === 0 };
}
