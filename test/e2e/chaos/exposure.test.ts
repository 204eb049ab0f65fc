import { expect, it } from '@jest/globals';
import type { Disturbance } from './disturbance.ts';
import { spared, staysOf } from './exposure.ts';

const kill = (what: string, from: number): Disturbance => ({ what, from, gone: from + 1, until: from + 5 });
const deletion: Disturbance = { what: 'pod x', load: 'own', from: 50, gone: 50, until: 50 };
const kills = ['rabbitmq', 'apiserver', 'kubelet', 'keda'].map((what, n) => kill(what, 10 * n));
const run = (n: number, ended: number, done = true) => ({ n, target: '', pod: '', began: ended - 1, ended, done });

it('a load that had a message under way at every kill, and lost a pod, was spared nothing', () => {
  expect(spared('own', [{ from: -1, until: 32 }], [...kills, deletion])).toEqual([]);
});

it('what a load was spared is told: what was not killed, or only when nothing was under way, and the deletion', () => {
  const stays = [
    { from: -1, until: 11 },
    { from: 11, until: 29 },
  ];
  expect(spared('own', stays, [...kills.slice(0, 3), { ...deletion, load: 'another' }])).toEqual([
    'apiserver was never killed while it was at work',
    'keda was never killed while it was at work',
    "none of its processors' pods was deleted",
  ]);
});

it('a message is under way from its publication to the end of a processor that is done with it', () => {
  expect(staysOf([run(0, 7), run(1, 8, false), run(1, 9)], [2, 3])).toEqual([
    { from: 2, until: 7 },
    { from: 3, until: 9 },
  ]);
});
