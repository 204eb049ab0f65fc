import { describe, expect, it } from '@jest/globals';
import type { LaunchSettings } from '../../handler/contract.ts';
import { isTooLate, patienceOf, timeLeft } from '../../handler/jobTime.ts';
import { settings } from './sample.ts';

const now = Date.now() / 1000;
/** A Job that has run for so many seconds. */
const own = (age: number) => ({ uid: 'own', created: now - age - 100, started: now - age });
const of = (more: Partial<LaunchSettings>) => ({ ...settings, timeout: 60, deadline: 120, ...more });
const dispatched = of({ runner: 'job', acknowledge: 'dispatch' });

describe('the time that a Job has left', () => {
  it('counts from its start, or else from its creation', () => {
    expect(timeLeft(own(10), of({}))).toBeCloseTo(50, 0);
    expect(timeLeft({ uid: 'own', created: now - 10 }, of({}))).toBeCloseTo(50, 0);
    expect(timeLeft(own(70), of({}))).toBeCloseTo(-10, 0);
  });

  it('is a timeout for every round of a batch', () => {
    expect(timeLeft(own(10), of({ rounds: 3 }))).toBeCloseTo(170, 0);
  });

  it('is that of the launcher alone where the processor has a Job of its own', () => {
    expect(timeLeft(own(10), dispatched)).toBeCloseTo(170, 0);
    expect(timeLeft(own(10), { ...dispatched, timeout: 600 })).toBeCloseTo(590, 0);
  });
});

it('a message is pulled with half of its timeout left, or what it takes to make a Job for it', () => {
  expect([29, 31].map((age) => isTooLate(own(age), of({})))).toEqual([false, true]);
  expect([149, 151].map((age) => isTooLate(own(age), dispatched))).toEqual([false, true]);
});

it('a launcher is no more patient than the message has time', () => {
  expect([60, 240, 600].map((timeout) => patienceOf(of({ timeout })))).toEqual([30, 120, 120]);
  expect(patienceOf(dispatched)).toBe(120);
});
