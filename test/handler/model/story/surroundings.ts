/** What happens around the launcher without a fault: the Job's controller, the kubelet, garbage collection and the entry's other Jobs. */
import { begin, finish } from './custody.ts';
import { Breach, fork, type Name, names, newLauncher, type Pod, type ProcessorJob, type World } from './world.ts';

type Change = (next: World) => void;

const when = (possible: boolean, ...changes: Change[]): Change[] => (possible ? changes : []);

export function afterLife(world: World): World[] {
  const changes = [
    ...otherJobs(world),
    ...jobController(world),
    ...world.pods.flatMap((pod, place) => [...mainContainer(world, pod, place), ...podEnd(world, pod, place)]),
    ...processorJob(world),
    ...garbageCollector(world),
  ];
  return changes.map((change) => fork(world, change));
}

function otherJobs({ messages }: World): Change[] {
  return names.flatMap((name) =>
    when(messages[name].ready > 0, (next) => {
      next.messages[name].ready--;
      begin(next, name);
      finish(next, name, true);
    }),
  );
}

/** With completion a Job has one pod; with dispatch it tries again until it has failed often enough. */
function jobController({ cell, job, pods, processor }: World): Change[] {
  const dispatch = cell.acknowledge === 'dispatch';
  const idle = job === 'active' && pods.every(({ forgotten }) => forgotten);
  const pod = { forgotten: false, stopped: false, outcome: undefined, started: false, main: 'not yet', worksOn: undefined } as const;
  const old = pods.length === 0 && (job === 'complete' || (job === 'failed' && !dispatch));
  return [
    ...when(idle, (next) => {
      next.pods.push({ ...pod, launcher: newLauncher(next) });
      next.tried = true;
    }),
    ...when(idle && dispatch, (next) => {
      next.job = 'failed';
    }),
    ...when(old, (next) => {
      next.job = 'removed';
      if (!dispatch && processor !== undefined) next.processor = { ...processor, going: true };
    }),
  ];
}

function mainContainer({ cell }: World, { started, stopped, launcher, outcome, main, worksOn }: Pod, place: number): Change[] {
  const become =
    (state: Pod['main'], more: Change = () => {}): Change =>
    (next) => {
      (next.pods[place] as Pod).main = state;
      more(next);
    };
  if (main === 'running')
    return [
      become('done', (next) => finish(next, worksOn as Name, true)),
      become('failed', (next) => finish(next, worksOn as Name, false)),
    ];
  if (main === 'waiting')
    return [...when(outcome === 'done', become('done')), ...when(outcome === 'transient' || stopped, become('failed'))];
  if (main !== 'not yet' || !started || stopped || (launcher !== undefined && cell.acknowledge === 'dispatch')) return [];
  if (outcome === 'done' || outcome === 'wait') return [become(outcome === 'done' ? 'done' : 'waiting')];
  if (outcome === 'transient' || outcome === undefined) return [become('failed')];
  const work: Change = (next) => {
    begin(next, outcome);
    (next.pods[place] as Pod).worksOn = outcome;
  };
  return [become('running', work)];
}

function podEnd({ cell }: World, { forgotten, stopped, launcher, main }: Pod, place: number): Change[] {
  const over = launcher === undefined && (main === 'done' || main === 'failed' || (main === 'not yet' && stopped));
  return when(over, (next) => {
    next.pods.splice(place, 1);
    if (forgotten || next.job !== 'active') return;
    if (main === 'done') next.job = 'complete';
    else if (cell.acknowledge === 'completion') next.job = 'failed';
  });
}

/** Without its Secret it cannot start, until its time is over. */
function processorJob({ cell, processor, secret, pods, job }: World): Change[] {
  if (processor === undefined) return [];
  const { id, message, phase, going } = processor;
  const become =
    (state: ProcessorJob['phase'], more: Change = () => {}): Change =>
    (next) => {
      next.processor = { ...processor, phase: state };
      more(next);
    };
  const work: Change = (next) => {
    if (secret?.message !== message) throw new Breach('a processor with the variables of another message');
    begin(next, message);
  };
  const remove: Change = (next) => {
    if (phase === 'running') finish(next, message, false);
    next.processor = undefined;
  };
  // KEDA's history, with dispatch; a launcher that has made it, or found it, is done with it within milliseconds.
  const isKnown = pods.some(({ launcher }) => launcher?.made === id || launcher?.processor === id);
  const old = cell.acknowledge === 'dispatch' && phase === 'done' && !isKnown;
  return [
    ...when(phase === 'created' && !going && secret?.owner === id && secret.message !== undefined, become('running', work)),
    ...when(phase === 'created' && !going && job !== 'active' && pods.length === 0, become('failed')),
    ...when(
      phase === 'running' && !going,
      become('done', (next) => finish(next, message, true)),
      become('failed', (next) => finish(next, message, false)),
    ),
    ...when(going || old, remove),
  ];
}

/** What belongs to an object that is gone, or is being deleted with all that belongs to it. */
function garbageCollector({ secret, processor, job }: World): Change[] {
  if (secret === undefined) return [];
  const orphan = secret.owner === 'launcher' ? job === 'removed' : secret.owner !== processor?.id || processor.going;
  return when(orphan, (next) => {
    next.secret = undefined;
  });
}
