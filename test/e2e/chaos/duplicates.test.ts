import { describe, expect, it } from '@jest/globals';
import type { Disturbance } from './disturbance.ts';
import { duplicates } from './duplicates.ts';
import type { Pull } from './testimony.ts';

/** In seconds, as all below. */
const disturbance = (what: string, from: number, until: number): Disturbance => ({
  what,
  from: from * 1000,
  gone: from * 1000,
  until: until * 1000,
});
const pull = (target: string, pulled: number, fellSilent: number, acknowledged?: number): Pull => ({
  target,
  pod: `${target}-pod`,
  pulled: pulled * 1000,
  acknowledged: acknowledged && acknowledged * 1000,
  fellSilent: fellSilent * 1000,
  said: ['pulled a message', 'SIGTERM'],
});
const deeds = [
  { n: 1, target: 'a', pod: 'a-processor' },
  { n: 1, target: 'b', pod: 'b-processor' },
];
const why = (first: Pull, ...disturbances: Disturbance[]) =>
  duplicates(deeds, [first, pull('b', 200, 201, 201)], disturbances).map((one) => one.why);

describe('a message of which another Job has done the work once more', () => {
  const unacknowledged = pull('a', 100, 105);

  it.each(['rabbitmq', 'apiserver', 'kubelet', 'pod a-pod', 'pod a-processor'])('is explained by what happened meanwhile to %s', (what) => {
    const explained = [`not acknowledged, disturbed by ${what}: pulled a message; SIGTERM`];
    expect(why(unacknowledged, disturbance(what, 90, 101))).toEqual(explained);
    expect(why(unacknowledged, disturbance(what, 114, 120))).toEqual(explained);
  });

  it('is not explained by what happened before or after, by KEDA, or by another pod', () => {
    expect(why(unacknowledged)).toEqual([undefined]);
    expect(why(unacknowledged, disturbance('rabbitmq', 90, 99), disturbance('rabbitmq', 116, 120))).toEqual([undefined]);
    expect(why(unacknowledged, disturbance('keda', 101, 104), disturbance('pod b-pod', 101, 101))).toEqual([undefined]);
  });

  it('is not explained where no launcher tells of its pull', () => {
    expect(why(pull('c', 100, 105), disturbance('rabbitmq', 101, 104))).toEqual([undefined]);
  });

  it('is explained after its acknowledgement only where the broker was killed right then', () => {
    const acknowledged = pull('a', 100, 105, 104);
    expect(why(acknowledged, disturbance('rabbitmq', 105, 110))).toEqual(['acknowledged just before the broker was killed']);
    expect(why(acknowledged, disturbance('rabbitmq', 107, 110))).toEqual([undefined]);
    expect(why(acknowledged, disturbance('apiserver', 101, 110))).toEqual([undefined]);
  });
});

it('a message of which one Job has done the work twice is explained by the deletion of the first pod only', () => {
  const twice = [
    { n: 1, target: 'a', pod: 'first' },
    { n: 1, target: 'a', pod: 'second' },
  ];
  const whyTwice = (what: string) => duplicates(twice, [pull('a', 100, 105, 104)], [disturbance(what, 101, 101)]).map((one) => one.why);
  expect(whyTwice('pod first')).toEqual(['its pod was deleted']);
  expect(whyTwice('pod second')).toEqual([undefined]);
  expect(whyTwice('rabbitmq')).toEqual([undefined]);
});
