import { describe, expect, it } from '@jest/globals';
import type { Cell } from '../cells/cell.ts';
import type { Disturbance } from './disturbance.ts';
import { duplicates } from './duplicates.ts';
import type { Pull } from './testimony.ts';

const cells: readonly Cell[] = [
  { runner: 'exec', acknowledge: 'dispatch' },
  { runner: 'job', acknowledge: 'dispatch' },
  { runner: 'exec', acknowledge: 'completion' },
  { runner: 'job', acknowledge: 'completion' },
];
const [execDispatch, , execCompletion] = cells as [Cell, Cell, Cell, Cell];

/** In seconds, as all below. A part is gone a second after the test began to kill it. */
const disturbance = (what: string, from: number, until = from): Disturbance => ({
  what,
  from: from * 1000,
  gone: Math.min(from + 1, until) * 1000,
  until: until * 1000,
});
const pull = (
  target: string,
  pulled: number,
  fellSilent: number,
  { acknowledged, said = [] }: { acknowledged?: number; said?: string[] } = {},
): Pull => ({
  target,
  pod: `${target}-pod`,
  pulled: pulled * 1000,
  acknowledged: acknowledged && acknowledged * 1000,
  fellSilent: fellSilent * 1000,
  said: ['pulled a message', ...said],
});
const twice = [
  { n: 1, target: 'a', pod: 'a-processor', ended: 108_000 },
  { n: 1, target: 'b', pod: 'b-processor', ended: 210_000 },
];
const why = (cell: Cell, first: Pull, ...disturbances: Disturbance[]) =>
  duplicates(twice, [first, pull('b', 200, 211, { acknowledged: 211 })], disturbances, cell).map((one) => one.why);

const parts = ['rabbitmq', 'apiserver', 'kubelet', 'keda'];

describe.each(cells)('with runner $runner and acknowledge $acknowledge, a message that a second Job was given', (cell) => {
  const dispatch = cell.acknowledge === 'dispatch';
  /** It may have been stopped, and does not say that it learned of its processor's end. */
  const unacknowledged = pull('a', 100, 110, { said: ['the broker has taken the message back: it is not settled here', 'SIGTERM'] });
  const explained = (what: string) => [
    `not acknowledged, disturbed by ${what}: the broker has taken the message back: it is not settled here; SIGTERM`,
  ];

  it.each(['rabbitmq', 'pod a-pod'])('is explained by the end of %s while its launcher had it', (what) => {
    expect(why(cell, unacknowledged, disturbance(what, 105, 109))).toEqual(explained(what));
  });

  it('is explained by the broker’s death just after it gave the message, or just before the launcher said so', () => {
    expect(why(cell, unacknowledged, disturbance('rabbitmq', 98.7, 103))).toEqual(explained('rabbitmq'));
    expect(why(cell, unacknowledged, disturbance('rabbitmq', 110.4, 113))).toEqual(explained('rabbitmq'));
  });

  it('is not explained by the end of the broker or of a pod before or after that, however near', () => {
    expect(why(cell, unacknowledged)).toEqual([undefined]);
    for (const what of ['rabbitmq', 'pod a-pod', 'pod a-processor'])
      expect(why(cell, unacknowledged, disturbance(what, 98, 104), disturbance(what, 111, 115))).toEqual([undefined]);
  });

  it('is not explained by what happened to KEDA, or to another pod', () => {
    expect(why(cell, unacknowledged, disturbance('keda', 101, 104), disturbance('pod b-pod', 101))).toEqual([undefined]);
  });

  it(`is ${dispatch ? 'not ' : ''}explained by the end of its processor’s pod`, () => {
    expect(why(cell, unacknowledged, disturbance('pod a-processor', 105))).toEqual(dispatch ? [undefined] : explained('pod a-processor'));
  });

  const waitsForKubelet = cell.runner === 'exec' && !dispatch;

  it.each(['kubelet', 'apiserver'])(`is ${waitsForKubelet ? '' : 'not '}explained by %s that was away at its processor’s end`, (what) => {
    expect(why(cell, unacknowledged, disturbance(what, 106, 109))).toEqual(waitsForKubelet ? explained(what) : [undefined]);
    expect(why(cell, unacknowledged, disturbance(what, 125, 129))).toEqual(waitsForKubelet ? explained(what) : [undefined]);
  });

  it('is not explained where no launcher tells of its pull', () => {
    expect(why(cell, pull('c', 100, 110), ...parts.map((part) => disturbance(part, 101, 109)))).toEqual([undefined]);
  });

  it('is explained after its acknowledgement only where the broker was killed right then', () => {
    const acknowledged = pull('a', 100, 110, { acknowledged: 109 });
    const lost = ['acknowledged just before the broker was killed'];
    expect(why(cell, acknowledged, disturbance('rabbitmq', 110.5, 115))).toEqual(lost);
    expect(why(cell, acknowledged, disturbance('rabbitmq', 108.2, 115))).toEqual(lost);
    expect(why(cell, acknowledged, disturbance('rabbitmq', 111.5, 115))).toEqual([undefined]);
    // By then it was another broker's, which was there a moment later.
    expect(why(cell, acknowledged, disturbance('rabbitmq', 104, 110))).toEqual([undefined]);
    const others = ['apiserver', 'kubelet', 'pod a-pod', 'pod a-processor'].map((what) => disturbance(what, 101, 110));
    expect(why(cell, acknowledged, ...others)).toEqual([undefined]);
  });
});

describe('with exec and completion, kubelet and API server explain nothing', () => {
  const stopped = (...said: string[]) => pull('a', 100, 110, { said });
  const both = (from: number, until: number) => [disturbance('kubelet', from, until), disturbance('apiserver', from, until)];

  it('where they were back before the processor’s end, or went when its launcher had no grace period left', () => {
    expect(why(execCompletion, stopped('SIGTERM'), ...both(101, 107))).toEqual([undefined]);
    expect(why(execCompletion, stopped('SIGTERM'), ...both(141, 145))).toEqual([undefined]);
  });

  it('where the launcher was never stopped, or knew of the end', () => {
    expect(why(execCompletion, stopped(), ...both(106, 112))).toEqual([undefined]);
    expect(why(execCompletion, stopped('SIGTERM', 'the processor has ended'), ...both(106, 112))).toEqual([undefined]);
  });

  it('of a dead letter, for which no launcher needs them', () => {
    const letters = ['a', 'b'].map((target) => ({ n: 9, target }));
    const explained = (what: string) =>
      duplicates(letters, [stopped('SIGTERM'), pull('b', 200, 201)], [disturbance(what, 104, 109)], execCompletion);
    expect(explained('kubelet').map((one) => one.why)).toEqual([undefined]);
    expect(explained('apiserver').map((one) => one.why)).toEqual([undefined]);
    expect(explained('rabbitmq').map((one) => one.why)).toEqual([expect.stringContaining('rabbitmq')]);
  });
});

describe('a message of which one Job has done the work twice', () => {
  const deeds = ['first', 'second'].map((pod) => ({ n: 1, target: 'a', pod, ended: 0 }));
  const whyTwice = (what: string, cell: Cell) =>
    duplicates(deeds, [pull('a', 100, 105, { acknowledged: 104 })], [disturbance(what, 101)], cell).map((one) => one.why);

  it('is explained by the deletion of the first pod only', () => {
    expect(whyTwice('pod first', execDispatch)).toEqual(['its pod was deleted']);
    expect(whyTwice('pod second', execDispatch)).toEqual([undefined]);
    expect(whyTwice('rabbitmq', execDispatch)).toEqual([undefined]);
  });

  it('is never explained with completion, where a Job has one pod', () => {
    expect(whyTwice('pod first', execCompletion)).toEqual([undefined]);
  });
});
