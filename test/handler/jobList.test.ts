import { describe, expect, it } from '@jest/globals';
import type { V1JobList } from '@kubernetes/client-node';
import { conditionOf, has, listedJobs, type Table } from '../../handler/jobList.ts';

const metadata = { name: 'a', uid: '1' };
const table = (columns: string[], ...rows: Table['rows']): Table => ({
  kind: 'Table',
  columnDefinitions: columns.map((name) => ({ name })),
  rows,
});

describe('a list of Jobs', () => {
  it('is read from a table by the names of its columns, in any order and among others', () => {
    const selector = 'x=y,batch.kubernetes.io/controller-uid=1';
    const rows = [
      { cells: [0, 'a', selector, 'Running'], object: null },
      { cells: [0, 'b', '<none>', 'Failed'] },
      { cells: [0, 'c', 'controller-uid=3', 'Complete'], object: { metadata } },
    ];
    expect(listedJobs(table(['New', 'Name', 'Selector', 'Status'], ...rows))).toEqual([
      { name: 'a', uid: '1', end: undefined, metadata: undefined },
      { name: 'b', uid: undefined, end: 'Failed', metadata: undefined },
      { name: 'c', uid: '1', end: 'Complete', metadata },
    ]);
  });

  it.each(['Suspended', 'FailureTarget', 'SuccessCriteriaMet', 'Terminating', 'Running', 'Something new', undefined])(
    'has a Job of status %s as unfinished',
    (status) => {
      expect(listedJobs(table(['Name', 'Status'], { cells: ['a', status] }))).toMatchObject([{ name: 'a', end: undefined }]);
    },
  );

  it('cannot be read from a table without the names or the states', () => {
    expect(listedJobs(table(['Name', 'Completions'], { cells: ['a', '0/1'] }))).toBeUndefined();
    expect(listedJobs(table(['Status'], { cells: ['Failed'] }))).toBeUndefined();
  });

  it('may be one of whole objects', () => {
    const job = (type: string, status = 'True') => ({ metadata, status: { conditions: [{ type, status }] } });
    const items = [{ metadata }, job('Complete'), job('Failed'), job('FailureTarget'), job('Failed', 'False')];
    const ends = listedJobs({ items } as unknown as V1JobList)?.map(({ end }) => end);
    expect(ends).toEqual([undefined, 'Complete', 'Failed', undefined, undefined]);
    expect(listedJobs({ items } as unknown as V1JobList)?.[0]).toEqual({ name: 'a', uid: '1', end: undefined, metadata });
  });
});

it('a Job has a condition only while that is true', () => {
  const failed = { type: 'Failed', status: 'True', reason: 'DeadlineExceeded' };
  const job = { status: { conditions: [{ type: 'Complete', status: 'False' }, failed] } };
  expect([conditionOf(job, 'Failed'), conditionOf(job, 'Complete'), conditionOf({}, 'Failed')]).toEqual([failed, undefined, undefined]);
  expect([has(job, 'Failed'), has(job, 'Complete')]).toEqual([true, false]);
});
