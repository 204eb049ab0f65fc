/** A launcher's steps as its proxies see them, beside those of the model of its story. */
import { cells, type Cell as Model, type StepName } from '../../handler/model/story/cells.ts';
import type { Cell } from '../cells/cell.ts';

/** What a launcher does within itself, or only reads in its own folder. */
const unseen: readonly StepName[] = ['readOutcome', 'resume', 'end'];

/** Asked for at once: in any order. */
const looks: readonly StepName[] = ['findSecret', 'findProcessor', 'standDown'];

const meanings: Readonly<Record<string, StepName>> = {
  'GET secrets': 'findSecret',
  'launcher: basic.get': 'pull',
  'broker: basic.get-ok': 'pull',
  'broker: basic.get-ok header': 'pull',
  'broker: basic.get-ok body': 'pull',
  'POST jobs': 'createProcessor',
  'POST secrets': 'createSecret',
  'POST secrets without message': 'bar',
  'DELETE jobs': 'deleteProcessor',
  'launcher: basic.ack': 'acknowledge',
  // An acknowledgement has no answer of its own.
  'launcher: channel.close': 'acknowledge',
  'broker: channel.close-ok': 'acknowledge',
  'launcher: basic.nack': 'giveBack',
  'launcher: basic.reject': 'giveBack',
  'launcher: basic.publish': 'publishAgain',
  'launcher: rename to message': 'leaveMessage',
  'kubelet: the launcher has started': 'start',
};

export function modelOf({ runner, acknowledge }: Cell): Model {
  const found = Object.values(cells).find((cell) => cell.runner === runner && cell.acknowledge === acknowledge);
  if (found === undefined) throw new Error(`the model has no ${runner} with ${acknowledge}`);
  return found;
}

/** What the model has a launcher do with a good message, as far as proxies see it: with completion until that is settled. */
export function stepsOfModel(model: Model): StepName[] {
  const { launch = [], succeeded = [] } = model.routes;
  const steps = [...launch, ...succeeded].filter((step) => !unseen.includes(step));
  return asSeen(steps, model);
}

/** What a launcher did with a good message, in the model's words. A step lasts from its question to its answer. */
export function stepsTaken(came: readonly string[], cell: Cell): StepName[] {
  const taken: StepName[] = [];
  for (const what of came) {
    const step = meaning(what.replace(/ \(\d+\)$/, ''), taken, cell);
    if (step !== undefined) taken.push(step);
  }
  return asSeen(taken, cell);
}

/** It may depend on what came before. Undefined where the model does not tell of it. */
function meaning(what: string, before: readonly StepName[], { runner, acknowledge }: Cell): StepName | undefined {
  const [dispatch, pulled] = [acknowledge === 'dispatch', before.includes('pull')];
  const call = what.replace(/^(?:launcher|API server): ([A-Z]+ [a-z ]+?)(?: \d+)?$/, '$1');
  switch (call) {
    case 'LIST jobs':
      // The gate has a model of its own; only there does it look for an earlier pod, too.
      return runner === 'job' && dispatch ? 'standDown' : undefined;
    case 'GET jobs':
      if (!pulled) return 'findProcessor';
      return dispatch ? 'recheckProcessor' : 'awaitEnd';
    case 'GET pods':
      return pulled ? 'awaitEnd' : undefined;
    case 'WATCH jobs':
      return 'awaitEnd';
    case 'launcher: rename to outcome': {
      const waits = runner === 'exec' ? before.includes('leaveMessage') : !dispatch && !before.includes('awaitEnd');
      return waits ? 'leaveMessage' : 'leaveNothing';
    }
    default:
      return meanings[call];
  }
}

/** Each step once, however many questions it takes, and looks that are made at once in one order. */
function asSeen(steps: readonly StepName[], { runner, acknowledge }: Cell): StepName[] {
  // Beside a processor in a Job of its own the launcher looks for its end at once, and the test's kubelet sees a moment later that it has started.
  const isLate = (step: StepName, n: number) =>
    runner === 'job' && acknowledge === 'completion' && step === 'start' && steps.slice(0, n).includes('leaveMessage');
  const groups: StepName[][] = [];
  for (const step of steps.filter((step, n) => !isLate(step, n))) {
    const last = groups.at(-1);
    if (last?.includes(step)) continue;
    if (last?.every((other) => looks.includes(other)) && looks.includes(step)) last.push(step);
    else groups.push([step]);
  }
  return groups.flatMap((group) => group.toSorted());
}
