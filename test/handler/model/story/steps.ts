/** What each step of a launcher does to the world: in one way, or in one of several. */
import type { RouteName, StepName } from './cells.ts';
import { isSafe, takeBack } from './custody.ts';
import { Breach, fork, type Launcher, type Name, names, type Pod, type World } from './world.ts';

type Acting = Pod & { launcher: Launcher };
type Act = (world: World, pod: Acting) => void;
type Step = (world: World, pod: Acting) => readonly Act[];

/** The worlds after the next step of this pod's launcher; none where it waits or has ended. */
export function afterStep(world: World, place: number): World[] {
  const pod = world.pods[place];
  const step = pod?.launcher && world.cell.routes[pod.launcher.route]?.[pod.launcher.at];
  if (step === undefined) return [];
  return steps[step](world, pod as Acting).map((act) =>
    fork(world, (next) => {
      const acting = next.pods[place] as Acting;
      acting.launcher.at++;
      act(next, acting);
    }),
  );
}

const goOn: Act = () => {};

const goTo =
  (route: RouteName): Act =>
  (_, { launcher }) => {
    launcher.route = route;
    launcher.at = 0;
  };

const leave =
  (outcome: 'done' | 'transient'): Step =>
  () => [
    (_, pod) => {
      pod.outcome = outcome;
    },
  ];

const steps: Record<StepName, Step> = {
  readOutcome: (_, { outcome, worksOn }) => {
    if (outcome === undefined) return [goOn];
    return [outcome === 'done' || outcome === 'transient' || worksOn !== undefined ? goTo('settledBefore') : goTo('restarted')];
  },

  findSecret: ({ secret }) => [
    (_, { launcher }) => {
      launcher.secret = secret && (secret.message ?? 'bar');
    },
  ],

  findProcessor: ({ processor }) => [
    (_, { launcher }) => {
      launcher.processor = processor?.id;
    },
  ],

  resume: ({ cell }, { launcher: { secret, processor } }) => {
    if (secret === undefined && processor === undefined) return [goOn];
    if (cell.acknowledge === 'completion') return [goTo('restarted')];
    if (secret !== undefined && secret !== 'bar') return [goTo('again')];
    return [goTo(processor === undefined ? 'nothing' : 'discard')];
  },

  standDown: (_, { launcher: { follows } }) => [follows ? goTo('nothing') : goOn],

  pull: ({ messages }) => {
    const ready = names.filter((name) => messages[name].ready > 0);
    if (ready.length === 0) return [goTo('nothing')];
    return ready.map(
      (name): Act =>
        (world, { launcher }) => {
          world.messages[name].ready--;
          launcher.holds = name;
          launcher.owes = true;
        },
    );
  },

  createProcessor: ({ processor }, { stopped, launcher: { holds } }) => {
    if (stopped || processor !== undefined) return [goTo('giveUp')];
    return [
      (world, { launcher }) => {
        launcher.made = world.nextId++;
        world.processor = { id: launcher.made, message: holds as Name, phase: 'created', going: false };
      },
    ];
  },

  createSecret: ({ secret }, { stopped, launcher: { holds, made, processor } }) => {
    if (stopped || secret !== undefined) return [goTo('giveUp')];
    return [
      (world) => {
        world.secret = { message: holds, owner: made ?? processor ?? 'launcher' };
      },
    ];
  },

  recheckProcessor: ({ processor }, { launcher: { made } }) => [processor?.id === made && !processor?.going ? goOn : goTo('giveUp')],

  acknowledge: ({ cell }, { stopped }) => {
    if (stopped && cell.acknowledge === 'dispatch') return [goTo('giveUp')];
    return [
      (world, { launcher }) => {
        if (!launcher.owes) return;
        launcher.owes = false;
        if (cell.acknowledge === 'dispatch') {
          world.dispatched ??= launcher.holds;
          if (world.dispatched !== launcher.holds) throw new Breach('two messages under one TARGET');
        }
        if (!isSafe(world, launcher.holds as Name)) throw new Breach('acknowledged before it was durable or its work was done');
      },
    ];
  },

  giveBack: ({ processor, secret }, { launcher: { made } }) => {
    const mayWork = processor?.phase === 'running' || (processor?.phase === 'created' && secret?.owner === made);
    if (mayWork && processor.id === made && !processor.going) throw new Breach('given back while its processor works on');
    return [(world, { launcher }) => takeBack(world, launcher)];
  },

  publishAgain: () => [
    (world, { launcher }) => {
      world.messages[launcher.holds as Name].ready++;
    },
  ],

  park: () => [
    (world, { launcher }) => {
      world.messages[launcher.holds as Name].parked = true;
    },
  ],

  bar: ({ secret }) => {
    if (secret?.message !== undefined) return [goTo('nothing')];
    return [
      (world, { launcher }) => {
        world.secret ??= { message: undefined, owner: launcher.processor as number };
      },
    ];
  },

  deleteProcessor: () => [
    ({ processor }, { launcher }) => {
      if (processor !== undefined && processor.id === (launcher.made ?? launcher.processor)) processor.going = true;
    },
  ],

  leaveMessage: ({ cell }) => [
    (_, pod) => {
      const { holds, secret } = pod.launcher;
      pod.outcome = cell.runner === 'job' ? 'wait' : (holds ?? (secret as Name));
    },
  ],

  leaveNothing: leave('done'),

  leaveTransient: leave('transient'),

  start: () => [
    (_, pod) => {
      pod.started = true;
    },
  ],

  awaitEnd: ({ cell, processor }, { stopped, main, launcher: { lost, made } }) => {
    const end = cell.runner === 'exec' ? main : processor?.id === made && !processor?.going ? processor?.phase : 'gone';
    if (end === 'done' || (end === 'failed' && !stopped)) {
      if (lost) return [goTo('unsettled')];
      return end === 'done' ? [goTo('succeeded')] : [goTo('failed'), goTo('failedUncounted'), goTo('failedFinally')];
    }
    // The kubelet ends the main container before the sidecar.
    return (stopped && main !== 'running') || end === 'gone' ? [goTo('giveUp')] : [];
  },

  fail: () => [
    (world, pod) => {
      takeBack(world, pod.launcher);
      world.pods = world.pods.filter((other) => other !== pod);
    },
  ],

  end: () => [
    (world, pod) => {
      takeBack(world, pod.launcher);
      const ended: Pod = pod;
      ended.launcher = undefined;
      ended.started = true;
    },
  ],
};
