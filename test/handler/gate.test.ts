import { describe, expect, it } from '@jest/globals';
import { verdict, type Work } from '../../handler/gate.ts';

/**
 * Every run of the rule with a few Jobs: KEDA creates them one after another at any time, as many as it likes; one that waits looks at
 * any time and does as the gate says; one that works ends at any time. That a Job pulls right at its look is the worst case: it counts
 * as working from the earliest moment on.
 */
type State = ('absent' | 'waiting' | 'working' | 'ended')[];

const everyRun = (jobs: readonly Work[], cap: number) => {
  const seen = new Map<string, State>();
  const open: State[] = [jobs.map(() => 'absent')];
  let mostWorking = 0;
  let stuck = false;
  const visit = (state: State) => {
    const key = state.join();
    if (!seen.has(key)) {
      seen.set(key, state);
      open.push(state);
    }
  };
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const after = (place: number, next: State[number]) => state.map((was, at) => (at === place ? next : was));
    const there = jobs.filter((_, place) => state[place] === 'waiting' || state[place] === 'working');
    const working = state.filter((was) => was === 'working').length;
    mostWorking = Math.max(mostWorking, working);
    let moves = working;
    state.forEach((was, place) => {
      const job = jobs[place] as Work;
      if (was === 'working') visit(after(place, 'ended'));
      if (was !== 'waiting') return;
      const said = verdict(
        job,
        there.filter((other) => other !== job),
        cap,
      );
      if (said === 'wait') return;
      moves++;
      visit(after(place, said === 'pull' ? 'working' : 'ended'));
    });
    if (there.length > 0 && moves === 0) stuck = true;
    const next = state.indexOf('absent');
    if (next >= 0) visit(after(next, 'waiting'));
  }
  return { mostWorking, stuck };
};

/** All stamps that `count` Jobs can bear, made in this order, where a later one's is behind an earlier one's by at most `back` seconds. */
function* stamps(count: number, back: number, made: number[] = []): Generator<number[]> {
  if (made.length === count) yield made;
  else for (let at = 0; at <= 4; at++) if (made.every((earlier) => at >= earlier - back)) yield* stamps(count, back, [...made, at]);
}

function worst(cap: number, count: number, back: number) {
  let mostWorking = 0;
  let stuck = false;
  for (const made of stamps(count, back)) {
    for (const uid of [(place: number) => `${place}`, (place: number) => `${count - place}`]) {
      const run = everyRun(
        made.map((created, place) => ({ uid: uid(place), created })),
        cap,
      );
      mostWorking = Math.max(mostWorking, run.mostWorking);
      stuck ||= run.stuck;
    }
  }
  return { mostWorking, stuck };
}

describe('the gate', () => {
  it.each([
    [1, 4],
    [2, 4],
    [3, 5],
  ])(
    'with a cap of %i and %i Jobs lets exactly the cap work at once and never sticks, while stamps run back by at most two seconds',
    (cap, count) => {
      expect(worst(cap, count, 2)).toEqual({ mostWorking: cap, stuck: false });
    },
  );

  it('cannot hold the cap where stamps run back further', () => {
    expect(worst(1, 3, 4).mostWorking).toBeGreaterThan(1);
  });

  it('tells the first of a crowd to go on, the next to look again, and the last to stand down', () => {
    const crowd = [1, 2, 3, 4].map((place) => ({ uid: `${place}`, created: place * 10 }));
    const [first, second, third, fourth] = crowd as [Work, Work, Work, Work];
    const others = (job: Work) => crowd.filter((other) => other !== job);
    expect([first, second, third, fourth].map((job) => verdict(job, others(job), 2))).toEqual(['pull', 'pull', 'stand down', 'stand down']);
    const sameSecond = crowd.map((job) => ({ ...job, created: 5 }));
    expect(
      sameSecond.map((job) =>
        verdict(
          job,
          sameSecond.filter((other) => other !== job),
          2,
        ),
      ),
    ).toEqual(['wait', 'wait', 'stand down', 'stand down']);
  });
});
