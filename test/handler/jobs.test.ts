import { describe, expect, it } from '@jest/globals';
import type { Call } from '../../handler/apiServer.ts';
import { labels } from '../../handler/contract.ts';
import { jobs } from '../../handler/jobs.ts';
import type { Job } from '../../handler/settings.ts';
import { job } from './sample.ts';

const stamp = (second: number) => new Date(second * 1000).toISOString().replace('.000', '');
const scaledJob = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', name: 'resize', uid: 's' };

/** As JSON has it: times are text. */
const whole = (name: string, created: number, status: object = {}, more: object = {}) => ({
  metadata: { name, uid: name === job.name ? job.uid : name, creationTimestamp: stamp(created), ...more },
  status,
});
const ended = (type: string, status = 'True') => ({ conditions: [{ type, status }] });
const own = whole(job.name, 15, { startTime: stamp(16) }, { ownerReferences: [{ ...scaledJob, controller: true }] });

type Whole = typeof own;

/** What an API server answers to each question; the questions go to `asked`. */
function answering(its: Whole[], tables = true, asked: URLSearchParams[] = []): Call {
  return async (_method, path, _body, accept) => {
    const { pathname, searchParams } = new URL(path, 'https://api');
    expect(pathname).toBe('/apis/batch/v1/namespaces/media/jobs');
    asked.push(searchParams);
    const name = /^metadata\.name=(.*)/.exec(searchParams.get('fieldSelector') ?? '')?.[1];
    const items = its.filter(({ metadata }) => name === undefined || metadata.name === name);
    if (!tables || !accept?.startsWith('application/json;as=Table;v=v1;g=meta.k8s.io'))
      return { status: 200, body: JSON.stringify({ items }) };
    const rows = items.map((item) => {
      const [condition] = (item.status as { conditions?: { type: string; status: string }[] }).conditions ?? [];
      const object = searchParams.get('includeObject') === 'Metadata' ? { metadata: item.metadata } : null;
      const selector = `batch.kubernetes.io/controller-uid=${item.metadata.uid}`;
      return { cells: [item.metadata.name, condition?.status === 'True' ? condition.type : 'Running', selector], object };
    });
    const columnDefinitions = [{ name: 'Name' }, { name: 'Status' }, { name: 'Selector' }];
    return { status: 200, body: JSON.stringify({ kind: 'Table', columnDefinitions, rows }) };
  };
}

const census = (its: Whole[], { cap = 2, tables = true } = {}) => jobs(answering(its, tables), { jobName: 'resize', cap }, job)();

describe('the census of an entry’s Jobs', () => {
  it('has this launcher’s own apart, with its start and its ScaledJob', async () => {
    expect((await census([own])).own).toEqual({ uid: job.uid, created: 15, started: 16, owner: scaledJob });
    expect((await census([whole(job.name, 15)])).own).toEqual({ uid: job.uid, created: 15, started: undefined, owner: undefined });
  });

  it.each([
    ['deleted', { metadata: { ...own.metadata, deletionTimestamp: stamp(17) } }],
    ['about to fail', { status: ended('FailureTarget') }],
    ['failed', { status: ended('Failed') }],
    ['another by its name', { metadata: { ...own.metadata, uid: 'other' } }],
  ])('takes its own for gone where it is %s', async (_, change) => {
    expect((await census([{ ...own, ...change } as Whole])).own).toBeUndefined();
    expect((await census([])).own).toBeUndefined();
  });

  it.each([true, false])('has the stamps where as many as the cap are unfinished (tables: %s)', async (tables) => {
    const failing = whole('b', 11, ended('FailureTarget'));
    const others = [whole('a', 10), failing, whole('c', 12, ended('Failed'))] as Whole[];
    expect((await census([own, ...others], { tables })).others).toEqual([
      { uid: 'a', created: 10, hasProcessor: false },
      { uid: 'b', created: 11, hasProcessor: false },
    ]);
  });

  it('has no more than their number where fewer are', async () => {
    const asked: URLSearchParams[] = [];
    const { others } = await jobs(answering([own, whole('a', 10) as Whole], true, asked), { jobName: 'resize', cap: 2 }, job)();
    expect(others).toEqual([{ uid: 'a', created: Number.NEGATIVE_INFINITY, hasProcessor: false }]);
    expect(asked.map((query) => query.get('includeObject'))).toEqual([null, 'None']);
  });

  it('asks for the stamps anew only where a Job is new', async () => {
    const asked: URLSearchParams[] = [];
    const its = [own, whole('a', 10), whole('b', 11)] as Whole[];
    const take = jobs(answering(its, true, asked), { jobName: 'resize', cap: 1 }, job);
    const [a, b, c] = [
      { uid: 'a', created: 10, hasProcessor: false },
      { uid: 'b', created: 11, hasProcessor: false },
      { uid: 'c', created: 12, hasProcessor: false },
    ];
    expect((await take()).others).toEqual([a, b]);
    its.splice(1, 1);
    expect((await take()).others).toEqual([b]);
    expect(asked.map((query) => query.get('includeObject'))).toEqual([null, 'None', 'Metadata', null, 'None']);
    its.push(whole('c', 12) as Whole);
    expect((await take()).others).toEqual([b, c]);
  });

  it('has a piece that goes from its launcher’s Job to its processor’s meanwhile', async () => {
    const p = whole('resize-a', 20, {}, { uid: 'p', labels: { [labels.launcher]: 'a' } }) as Whole;
    const before = answering([own, whole('a', 10)] as Whole[]);
    const after = answering([own, whole('a', 10, ended('Complete')), p] as Whole[]);
    const call: Call = (...question) => (question[1].includes('=Metadata') ? after : before)(...question);
    const { others } = await jobs(call, { jobName: 'resize', cap: 1 }, job)();
    expect(others).toEqual([{ uid: 'a', created: Number.NEGATIVE_INFINITY, hasProcessor: true }]);
  });

  it('counts a launcher’s Job and its processor’s once', async () => {
    const p = whole('resize-a', 20, {}, { uid: 'p', labels: { [labels.launcher]: 'a' } });
    expect((await census([own, whole('a', 10) as Whole, p as Whole], { cap: 1 })).others).toEqual([
      { uid: 'a', created: 10, hasProcessor: true },
    ]);
  });

  it('asks for none but its own where nothing is capped', async () => {
    const uncapped = jobs(answering([own, whole('a', 10) as Whole]), { jobName: 'resize' }, job);
    expect((await uncapped()).others).toEqual([]);
  });

  it.each([true, false])('counts those that failed within the last hour (tables: %s)', async (tables) => {
    const now = Date.now() / 1000;
    const its = [3590, 3610, 3620].map((ago) => whole(`failed-${ago}`, now - ago, ended('Failed')) as Whole);
    expect(await (await census([...its, own], { tables })).failedLately()).toBe(1);
  });

  it('falls back to whole objects where a table has no states', async () => {
    const noStates: Call = async (method, path, body, accept) => {
      const answer = await answering([own, whole('a', 10), whole('b', 10, ended('Failed'))] as Whole[])(method, path, body, accept);
      return { ...answer, body: answer.body.replace('"Status"', '"Completions"') };
    };
    const { others } = await jobs(noStates, { jobName: 'resize', cap: 1 }, job)();
    expect(others).toEqual([{ uid: 'a', created: 10, hasProcessor: false }]);
  });

  it('is a transient fault where the API server does not list', async () => {
    const forbidden: Call = async () => ({ status: 403, body: '{"message":"no"}' });
    await expect(jobs(forbidden, { jobName: 'resize' }, job)()).rejects.toMatchObject({
      exit: 'transient',
      message: "the API server did not list the entry's Jobs: 403 no",
    });
  });
});

describe('the question for them', () => {
  const asked = async (of: Job) => {
    const questions: URLSearchParams[] = [];
    await (await jobs(answering([own], true, questions), { jobName: 'resize', cap: 1 }, of)()).failedLately();
    return questions.map((query) => Object.fromEntries(query));
  };
  const entry = { labelSelector: 'event-jobs.goci.io/entry=resize' };
  const unsuccessful = { fieldSelector: 'status.successful=0' };
  const name = { fieldSelector: `metadata.name=${job.name}` };

  it('is of now, and leaves those out that have succeeded', async () => {
    expect(await asked(job)).toEqual([
      name,
      { ...entry, ...unsuccessful, includeObject: 'None' },
      { ...entry, ...unsuccessful, includeObject: 'Metadata' },
    ]);
  });

  it('is for all of a batch’s, as a Job with a pod that has succeeded may have more to do', async () => {
    expect(await asked({ ...job, index: 0 })).toEqual([name, { ...entry, includeObject: 'None' }, { ...entry, includeObject: 'Metadata' }]);
  });
});
