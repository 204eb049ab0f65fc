/**
 * A crowd of Jobs at the gate. KEDA makes them one after another at any time, as many as there are; one that waits looks at any time and
 * does as the rule says; what goes on may end at any time. A Job that may pull does so right at its look, the worst case: it counts as
 * working from the earliest moment on.
 */
import type { Piece, Verdict, Work } from '../../../handler/gate.ts';
import { search } from './search.ts';

/**
 * `waiting`: the launcher's Job has no message yet. `pulled`: it has one, and works itself (exec) or makes the processor's Job next
 * (job). `both`: the two Jobs are there. `processor`: only the processor's is, as the launcher's is finished (dispatch) or lost
 * (completion). `done`: only the launcher's is still there, with nothing to do: its work is finished, or it stands down.
 */
const phases = ['waiting', 'pulled', 'both', 'processor', 'done'] as const;

export type Phase = (typeof phases)[number];

export interface Member {
  readonly stamp: number;
  readonly phase: Phase;
}

export type Rule = (own: Work, others: readonly Piece[], cap: number) => Verdict;

export interface Crowd {
  readonly cap: number;
  readonly count: number;
  /** By how much a later Job's stamp may be behind an earlier one's, in seconds. */
  readonly back: number;
  /** Stamps are whole seconds from 0 to this, at most 8. */
  readonly lastStamp: number;
  /** As the list shows a member to another one. */
  readonly seen: (member: Member, uid: string) => readonly Piece[];
  readonly rule: Rule;
}

export interface Worst {
  /** How many worked at once. */
  working: number;
  /** Whether some waited for ever though nobody worked any more. */
  stuck: boolean;
  /** Whether all left and none had worked. */
  allLeft: boolean;
  /** Whether any was told something else than to pull. */
  heldUp: boolean;
}

interface State {
  /** The unfinished ones in the order of stamp and uid. */
  readonly members: readonly Member[];
  readonly latest: number;
  readonly toCome: number;
  /** Whether any has worked, or was taken away while it waited. */
  readonly served: boolean;
}

const works = new Set<Phase>(['pulled', 'both', 'processor']);

/** What may follow each phase but `waiting`; undefined: the piece is finished. */
const following = {
  pulled: ['both', undefined],
  both: ['processor', 'done'],
  processor: [undefined],
  done: [undefined],
} as const satisfies Record<Exclude<Phase, 'waiting'>, readonly (Phase | undefined)[]>;

/** The worst that happens in any run of a crowd. */
export function everyRun(crowd: Crowd): Worst {
  const worst = { working: 0, stuck: false, allLeft: false, heldUp: false };
  search<State>({ members: [], latest: 0, toCome: crowd.count, served: false }, key, (state) => {
    const { members, toCome, served } = state;
    worst.working = Math.max(worst.working, members.filter(({ phase }) => works.has(phase)).length);
    const moves = members.flatMap((_, place) => movesOf(crowd, state, place, worst));
    if (members.length > 0 && moves.length === 0) worst.stuck = true;
    if (members.length + toCome === 0 && !served) worst.allLeft = true;
    return [...moves, ...deletions(state), ...arrivals(crowd, state)];
  });
  return worst;
}

function key({ members, latest, toCome, served }: State): number {
  const base = phases.length * 10;
  const crowd = members.reduce((code, { stamp, phase }) => code * base + 1 + phases.indexOf(phase) * 9 + stamp, 0);
  return ((crowd * 10 + latest) * 10 + toCome) * 2 + Number(served);
}

function movesOf(crowd: Crowd, state: State, place: number, worst: Worst): State[] {
  const { stamp, phase } = state.members[place] as Member;
  if (phase !== 'waiting') return following[phase].map((next) => become(state, place, next));
  const others = state.members.flatMap((other, at) => (at === place ? [] : crowd.seen(other, String(at))));
  const said = crowd.rule({ uid: String(place), created: stamp }, others, crowd.cap);
  if (said !== 'pull') worst.heldUp = true;
  if (said === 'wait') return [];
  return [said === 'pull' ? { ...become(state, place, 'pulled'), served: true } : become(state, place, 'done')];
}

function become(state: State, place: number, phase: Phase | undefined): State {
  const others = state.members.toSpliced(place, 1);
  if (phase === undefined) return { ...state, members: others };
  // Its stamp is not seen any more: the states that differ by it alone are one.
  if (phase === 'processor') return { ...state, members: [{ stamp: 0, phase }, ...others] };
  const { stamp } = state.members[place] as Member;
  return { ...state, members: state.members.with(place, { stamp, phase }) };
}

/** Somebody deletes a Job that waits, or its time is over: that it was not served is not the gate's fault. */
function deletions(state: State): State[] {
  return state.members.flatMap(({ phase }, place) => (phase === 'waiting' ? [{ ...become(state, place, undefined), served: true }] : []));
}

/** The next Job has any stamp that the clocks allow, and any uid: among those of its stamp it may have any place. */
function* arrivals({ back, lastStamp }: Crowd, state: State): Generator<State> {
  const { members, latest, toCome } = state;
  if (toCome === 0) return;
  for (let stamp = Math.max(0, latest - back); stamp <= lastStamp; stamp++) {
    const after = members.findLastIndex((member) => member.stamp <= stamp) + 1;
    for (let place = members.findLastIndex((member) => member.stamp < stamp) + 1; place <= after; place++) {
      const arrived = members.toSpliced(place, 0, { stamp, phase: 'waiting' });
      yield { ...state, members: arrived, latest: Math.max(latest, stamp), toCome: toCome - 1 };
    }
  }
}
