import { describe, expect, it } from '@jest/globals';
import { type Piece, verdict, type Work } from '../../handler/gate.ts';
import { type Crowd, everyRun, type Member, type Rule } from './model/crowd.ts';

const hasProcessor = ({ phase }: Member) => phase === 'both' || phase === 'processor';

/** As pieces.ts makes them of a list. */
const asPiece = (member: Member, uid: string): Piece => ({
  uid,
  created: member.phase === 'processor' ? Number.NEGATIVE_INFINITY : member.stamp,
  hasProcessor: hasProcessor(member),
});

const crowd = (of: Partial<Crowd> & Pick<Crowd, 'cap' | 'count'>) =>
  everyRun({ back: 2, lastStamp: 4, seen: (member, uid) => [asPiece(member, uid)], rule: verdict, ...of });

describe('the gate, in every run of a few Jobs,', () => {
  it.each([1, 2, 3])('lets exactly the cap of %i work at once, never sticks, and turns none away without need', (cap) => {
    const held = { working: cap, stuck: false, allLeft: false, heldUp: true };
    expect(crowd({ cap, count: 4 })).toEqual(held);
    expect(crowd({ cap, count: 6, lastStamp: 3 })).toEqual(held);
  });

  it('holds nobody up where there are no more than the cap', () => {
    expect(crowd({ cap: 4, count: 4 })).toEqual({ working: 4, stuck: false, allLeft: false, heldUp: false });
  });

  it('cannot hold the cap where stamps run back further than by its window', () => {
    expect(crowd({ cap: 1, count: 3, back: 3 }).working).toBeGreaterThan(1);
  });
});

/** Each is what a simpler gate would do. */
describe('without a part of it the model finds that', () => {
  it('more work than the cap, where those stamped a little later are not counted', () => {
    const rule: Rule = (own, others, cap) =>
      verdict(
        own,
        others.filter((other) => other.hasProcessor || other.created <= own.created),
        cap,
      );
    expect(crowd({ cap: 1, count: 2, rule }).working).toBe(2);
  });

  it('more work than the cap, where only launchers’ Jobs are counted', () => {
    const seen = (member: Member, uid: string) => (member.phase === 'processor' ? [] : [asPiece(member, uid)]);
    expect(crowd({ cap: 1, count: 2, seen }).working).toBe(2);
  });

  it('more work than the cap, where a processor’s Job counts by its own stamp', () => {
    const seen = (member: Member, uid: string) => [
      { ...asPiece(member, uid), ...(member.phase === 'processor' && { created: 9, hasProcessor: false }) },
    ];
    expect(crowd({ cap: 1, count: 2, seen }).working).toBe(2);
  });

  it('some are held up without need, where a launcher’s Job and its processor’s count twice', () => {
    const seen = (member: Member, uid: string) => {
      const piece = asPiece(member, uid);
      return member.phase === 'both' ? [piece, { ...piece, uid: `${uid}p` }] : [piece];
    };
    expect(crowd({ cap: 2, count: 2, seen }).heldUp).toBe(true);
  });

  it('all leave and nobody has worked, where those that may not pull do not wait', () => {
    const rule: Rule = (...question) => (verdict(...question) === 'pull' ? 'pull' : 'stand down');
    expect(crowd({ cap: 2, count: 3, rule }).allLeft).toBe(true);
  });

  it('all wait for ever, where nobody stands down', () => {
    const rule: Rule = (...question) => (verdict(...question) === 'pull' ? 'pull' : 'wait');
    expect(crowd({ cap: 2, count: 3, rule }).stuck).toBe(true);
  });

  it('all leave and nobody has worked, where the order does not tell two of one second apart', () => {
    const rule: Rule = (own, others, cap) => verdict({ ...own, uid: 'z' }, others, cap);
    expect(crowd({ cap: 1, count: 2, rule }).allLeft).toBe(true);
  });
});

describe('a crowd', () => {
  const job = (place: number, created: number): Piece => ({ uid: `${place}`, created, hasProcessor: false });
  const told = (jobs: readonly Piece[], cap = 2) =>
    jobs.map((own: Work) =>
      verdict(
        own,
        jobs.filter((other) => other !== own),
        cap,
      ),
    );

  it('of different seconds is told from the first to the last to go on or to stand down', () => {
    expect(told([job(1, 10), job(2, 20), job(3, 30), job(4, 40)])).toEqual(['pull', 'pull', 'stand down', 'stand down']);
  });

  it('of one second is told to look again or, after as many as the cap, to stand down', () => {
    expect(told([job(1, 5), job(2, 5), job(3, 5), job(4, 5)])).toEqual(['wait', 'wait', 'stand down', 'stand down']);
  });

  it('waits for a later one that has a processor already, and leaves before one whose launcher is gone', () => {
    expect(told([job(1, 10), { ...job(2, 90), hasProcessor: true }], 1)).toEqual(['wait', 'stand down']);
    expect(told([job(1, 10), { ...job(2, Number.NEGATIVE_INFINITY), hasProcessor: true }], 1)[0]).toBe('stand down');
  });
});
