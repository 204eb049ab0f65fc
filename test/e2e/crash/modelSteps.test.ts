import { describe, expect, it } from '@jest/globals';
import type { Cell as Model, StepName } from '../../handler/model/story/cells.ts';
import type { Cell } from '../cells/cell.ts';
import { modelOf, stepsOfModel, stepsTaken } from './modelSteps.ts';
import { Steps } from './steps.ts';

/** What comes to the proxies, and which of the model's steps it is; undefined for none. */
type Exchange = readonly [step: StepName | undefined, names: readonly string[]];

const asked = (what: string, status: number) => [`launcher: ${what}`, `API server: ${what} ${status}`];
const left = (...files: string[]) =>
  files.flatMap((file) => [`launcher: write ${file}.new`, `launcher: chmod ${file}.new`, `launcher: rename to ${file}`]);

const connect: Exchange = [undefined, ['launcher: protocol header', 'broker: connection.start', 'broker: connection.open-ok']];
const open: Exchange = [undefined, ['launcher: channel.open', 'broker: channel.open-ok']];
const close: Exchange = [undefined, ['launcher: connection.close', 'broker: connection.close-ok']];
const count: Exchange = [undefined, asked('LIST jobs', 200)];
const findSecret: Exchange = ['findSecret', asked('GET secrets', 404)];
const findProcessor: Exchange = ['findProcessor', asked('GET jobs', 404)];
const pull: Exchange = [
  'pull',
  ['launcher: basic.get', 'broker: basic.get-ok', 'broker: basic.get-ok header', 'broker: basic.get-ok body'],
];
const createProcessor: Exchange = ['createProcessor', asked('POST jobs', 201)];
const createSecret: Exchange = ['createSecret', asked('POST secrets', 201)];
const acknowledge: Exchange = ['acknowledge', ['launcher: basic.ack', 'launcher: channel.close', 'broker: channel.close-ok']];
const leaveMessage: Exchange = ['leaveMessage', left('handover', 'message', 'outcome')];
const leaveWait: Exchange = ['leaveMessage', left('handover', 'outcome')];
const leaveNothing: Exchange = ['leaveNothing', left('handover', 'outcome')];
const start: Exchange = ['start', ['kubelet: the launcher has started']];

/** Of a launcher that is not hit. */
const clean: readonly { cell: Cell; came: readonly Exchange[] }[] = [
  {
    cell: { runner: 'exec', acknowledge: 'dispatch' },
    came: [count, connect, findSecret, count, open, pull, createSecret, acknowledge, leaveMessage, close],
  },
  {
    cell: { runner: 'job', acknowledge: 'dispatch' },
    came: [
      ...[connect, findSecret, ['standDown', asked('LIST jobs', 200)] as const, findProcessor, open, pull, createProcessor, createSecret],
      ...[['recheckProcessor', [...asked('GET jobs', 200), ...asked('GET jobs', 200)]] as const, acknowledge, leaveNothing, close],
    ],
  },
  {
    cell: { runner: 'exec', acknowledge: 'completion' },
    came: [
      ...[connect, count, findSecret, [undefined, asked('GET pods', 200)] as const, open, pull, createSecret, leaveMessage, start],
      ...[['awaitEnd', ['kubelet: the processor has ended', ...asked('GET pods', 200), ...asked('GET pods', 200)]] as const],
      ...[acknowledge, close],
    ],
  },
  {
    cell: { runner: 'job', acknowledge: 'completion' },
    came: [
      ...[connect, count, findProcessor, findSecret, open, pull, createProcessor, createSecret, leaveWait],
      ...[['awaitEnd', [...asked('GET jobs', 200), ...asked('WATCH jobs', 200), 'API server: WATCH ADDED']] as const, start],
      ...[['awaitEnd', ['API server: WATCH MODIFIED Complete', ...asked('GET jobs', 200)]] as const, acknowledge, leaveNothing],
      ...[[undefined, ['kubelet: the processor has ended']] as const, close],
    ],
  },
];

/** As Steps numbers what comes more than once. */
async function taken(came: readonly Exchange[], cell: Cell): Promise<StepName[]> {
  const steps = new Steps();
  for (const name of came.flatMap(([, names]) => names)) await steps.pass(name);
  return stepsTaken(steps.came, cell);
}

/** Every list in which two steps that follow each other have changed places; not those that may come in any order. */
function swaps<T>(
  list: readonly T[],
  stepOf: (one: T) => StepName | undefined,
  { runner, acknowledge }: Cell,
): { pair: string; list: T[] }[] {
  const any = [
    ['findSecret', 'findProcessor', 'standDown'],
    ...(runner === 'job' && acknowledge === 'completion' ? [['start', 'awaitEnd']] : []),
  ];
  const places = list.flatMap((one, n) => (stepOf(one) === undefined ? [] : [n]));
  return places.slice(1).flatMap((second, n) => {
    const first = places[n] ?? 0;
    const [one, other] = [list[first] as T, list[second] as T];
    const pair = [stepOf(one), stepOf(other)].map(String);
    if (any.some((together) => pair.every((step) => together.includes(step)))) return [];
    return [{ pair: pair.join(' and '), list: list.with(first, other).with(second, one) }];
  });
}

describe.each(clean)('with runner $cell.runner and acknowledge $cell.acknowledge', ({ cell, came }) => {
  const model = modelOf(cell);

  it('a launcher takes the model’s steps, in the model’s order', async () => {
    expect(await taken(came, cell)).toEqual(stepsOfModel(model));
    expect(stepsOfModel(model).length).toBeGreaterThanOrEqual(5);
  });

  it('it is seen where a launcher takes any two of them the other way round, or leaves one out', async () => {
    for (const { pair, list } of swaps(came, ([step]) => step, cell))
      expect({ pair, steps: await taken(list, cell) }).not.toEqual({ pair, steps: stepsOfModel(model) });
    for (const [step] of came.filter(([step]) => step !== undefined && step !== 'start')) {
      const others = came.filter(([other]) => other !== step);
      expect({ step, steps: await taken(others, cell) }).not.toEqual({ step, steps: stepsOfModel(model) });
    }
  });

  it('it is seen where the model does', async () => {
    const steps = await taken(came, cell);
    for (const route of ['launch', 'succeeded'] as const)
      for (const { pair, list } of swaps(model.routes[route] ?? [], (step) => (isSeen(step) ? step : undefined), cell)) {
        const otherwise: Model = { ...model, routes: { ...model.routes, [route]: list } };
        expect({ pair, steps: stepsOfModel(otherwise) }).not.toEqual({ pair, steps });
      }
  });
});

const isSeen = (step: StepName) => !['readOutcome', 'resume', 'end'].includes(step);

it('a step that does not wait for the answer to the one before it is seen', async () => {
  const { cell, came } = clean[0] as (typeof clean)[number];
  const early: Exchange[] = [
    ['createSecret', ['launcher: POST secrets']],
    [undefined, ['launcher: basic.ack', 'API server: POST secrets 201', 'launcher: channel.close', 'broker: channel.close-ok']],
  ];
  const steps = await taken(
    came.flatMap((exchange) => (exchange === createSecret ? early : exchange === acknowledge ? [] : [exchange])),
    cell,
  );
  expect(steps).toEqual(['findSecret', 'pull', 'createSecret', 'acknowledge', 'createSecret', 'acknowledge', 'leaveMessage']);
});
