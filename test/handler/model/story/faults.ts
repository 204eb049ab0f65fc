/** What may go wrong at any moment. */
import { takeBack } from './custody.ts';
import { fork, newLauncher, type Pod, type World } from './world.ts';

type Fault = (world: World, pod: Pod, place: number) => void;

export function afterFault(world: World): World[] {
  if (world.faults === 0) return [];
  const { cell, pods } = world;
  return pods.flatMap(({ launcher, stopped, forgotten }, place) => {
    const possible: Fault[] = [
      ...(launcher ? [crash] : []),
      ...(launcher?.owes ? [loseConnection] : []),
      ...(stopped ? [] : [stop]),
      ...(!forgotten && pods.length < 2 ? [cell.acknowledge === 'dispatch' ? forget : loseNode] : []),
    ];
    return possible.map((fault) =>
      fork({ ...world, faults: world.faults - 1, faulty: true }, (next) => fault(next, next.pods[place] as Pod, place)),
    );
  });
}

/** SIGKILL. With completion the kubelet starts the sidecar again. */
const crash: Fault = (world, pod, place) => {
  takeBack(world, pod.launcher);
  if (world.cell.acknowledge === 'completion') pod.launcher = newLauncher(world);
  else world.pods.splice(place, 1);
};

const loseConnection: Fault = (world, { launcher }) => {
  takeBack(world, launcher);
  if (launcher) launcher.lost = true;
};

/** SIGTERM: the pod is deleted or evicted. */
const stop: Fault = (_, pod) => {
  pod.stopped = true;
};

/** A deletion by force: the Job has a new pod at once, which needs longer to begin than SIGTERM to the old one, unless that is cut off. */
const forget: Fault = ({ outlives }, pod) => {
  pod.forgotten = true;
  pod.stopped ||= !outlives;
};

/** Its launcher is cut off from the broker for good, and its main container works on until it ends. */
const loseNode: Fault = (world, pod) => {
  takeBack(world, pod.launcher);
  pod.launcher = undefined;
  pod.forgotten = true;
  pod.stopped = true;
  world.job = 'failed';
};
