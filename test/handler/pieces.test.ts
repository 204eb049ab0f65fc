import { describe, expect, it } from '@jest/globals';
import { labels } from '../../handler/contract.ts';
import type { ListedJob } from '../../handler/jobList.ts';
import { besides, pieces } from '../../handler/pieces.ts';

const launcher = (uid: string, second: number) => listed(uid, `resize-7${uid}`, second);
const processor = (uid: string, of: string, second: number) => listed(uid, `resize-${of}`, second, { [labels.launcher]: of });

function listed(uid: string, name: string, second: number, its: Record<string, string> = {}): ListedJob {
  const creationTimestamp = new Date(second * 1000).toISOString() as unknown as Date;
  return { name, uid, end: undefined, metadata: { name, uid, labels: its, creationTimestamp } };
}

describe('pieces of work', () => {
  it('are the unfinished Jobs, but the own one', () => {
    expect(pieces([launcher('a', 1), launcher('own', 4)], 'own')).toEqual([{ uid: 'a', created: 1, hasProcessor: false }]);
  });

  it('are a launcher’s Job and its processors’ together, whichever is listed first, with the launcher’s stamp', () => {
    const piece = { uid: 'a', created: 5, hasProcessor: true };
    expect(pieces([launcher('a', 5), processor('p', 'a', 9)], 'own')).toEqual([piece]);
    expect(pieces([processor('p', 'a', 9), launcher('a', 5)], 'own')).toEqual([piece]);
    expect(pieces([processor('p', 'a', 9), launcher('a', 5), processor('q', 'a', 10)], 'own')).toEqual([piece]);
  });

  it('come before all where only a processor’s Job is left', () => {
    expect(pieces([processor('p', 'a', 9)], 'own')).toEqual([{ uid: 'a', created: Number.NEGATIVE_INFINITY, hasProcessor: true }]);
  });

  it('leave a processor’s Job of the own one out', () => {
    expect(pieces([launcher('own', 5), processor('p', 'own', 9)], 'own')).toEqual([]);
  });

  it('are no more than are counted by names alone, where a processor’s Job of a listed launcher’s is known by its name', () => {
    const counted = (...jobs: ListedJob[]) => besides([launcher('own', 1), ...jobs], 'resize-7own', 'resize').map(({ uid }) => uid);
    expect(counted(launcher('a', 5), processor('p', 'a', 9))).toEqual(['a']);
    expect(counted(processor('p', 'own', 9))).toEqual([]);
    expect(counted(processor('p', 'a', 9), launcher('b', 1))).toEqual(['p', 'b']);
    expect(counted({ name: 'resize-x', uid: undefined, end: undefined, metadata: undefined })).toEqual(['resize-x']);
    expect(besides([launcher('a', 5)], 'resize-7own', 'resize')).toEqual([
      { uid: 'a', created: Number.NEGATIVE_INFINITY, hasProcessor: false },
    ]);
  });
});
