import { describe, expect, it, jest } from '@jest/globals';
import type { Broker } from '../../../handler/broker.ts';
import { Fault } from '../../../handler/fault.ts';
import type { Letter } from '../../../handler/letter.ts';
import { entryOf } from '../../../handler/operator/entry.ts';
import type { FailedJob } from '../../../handler/operator/finallyFailed.ts';
import { Unanswered } from '../../../handler/operator/userApi.ts';
import { redriveJobs } from '../../../handler/redrive/redriveJobs.ts';
import { newReport } from '../../../handler/redrive/report.ts';
import { podSpec } from '../operator/sample.ts';

const origin = {
  ...{ acknowledge: 'dispatch', queue: 'images', form: 'envelope', encoding: 'plain', exchange: '', routingKey: 'images' },
  ...{ properties: {}, headers: {}, pulledAt: '2026-01-02T03:04:05.000Z' },
};
const base64 = (text: string) => Buffer.from(text).toString('base64');

interface Scene {
  /** Content of the Secrets that are there, by name; each is of the Job `job-`, and the first word of its name. */
  secrets: Record<string, string>;
  dryRun?: boolean;
  to?: 'queue' | 'dead-letters';
  refuses?: (content: string) => boolean;
  limit?: number;
  /** Names of entries whose ScaledJob is gone. */
  gone?: readonly string[];
  /** Where the cluster stops answering: at the Secret of this name. */
  silentAt?: string;
  /** What becomes of a deletion, such as of `jobs one`: an answer's status, or none where the cluster does not answer. */
  deleting?: (what: string, isRehearsal: boolean) => number | undefined;
}

/** Everything that a redrive does, in its order. */
async function done(jobs: readonly FailedJob[], { secrets, dryRun = false, to = 'queue', refuses = () => false, ...scene }: Scene) {
  const { limit = Number.POSITIVE_INFINITY, gone = [], silentAt, deleting = () => 200 } = scene;
  const acts: string[] = [];
  const said: string[] = [];
  const answer = (status: number, body: object = {}) => ({ status, body: JSON.stringify(body) });
  const deletion = (what: string, isRehearsal: boolean) => {
    const status = deleting(what, isRehearsal);
    if (status === undefined) throw new Unanswered('the cluster does not answer', {});
    if (status === 200 && !isRehearsal) acts.push(`delete ${what}`);
    return answer(status, { message: 'policy' });
  };
  const ask = async (method: string, path: string, body: { dryRun?: readonly string[] } = {}) => {
    const name = path.split('/').at(-1) ?? '';
    if (method === 'DELETE') return deletion(path.split('/').slice(-2).join(' '), body.dryRun?.[0] === 'All');
    if (name === silentAt) throw new Unanswered('the cluster does not answer', {});
    const content = secrets[name];
    if (content === undefined) return answer(404);
    const metadata = { name, uid: `of-${name}`, ownerReferences: [{ uid: `job-${name.split('-')[0]}` }] };
    const data = { MESSAGE: base64(JSON.stringify(content)), 'event-jobs.origin': base64(JSON.stringify(origin)) };
    return answer(200, { metadata, data });
  };
  const publish = async (letter: Letter, where: string) => {
    const { content } = JSON.parse(letter.body.toString());
    if (refuses(content)) throw new Fault('transient', 'it reached no queue');
    acts.push(`publish ${content} to ${where}`);
  };
  const broker = {
    republish: publish,
    park: (letter: Letter, { routingKey }: { routingKey: string }) => publish(letter, routingKey),
  } as unknown as Broker;
  const access = { hosts: [], vhost: '/', login: undefined, certificates: undefined };
  const brokers = { reach: async () => ({ broker, access }), forget: async () => void acts.push('forget'), close: async () => {} };
  const report = newReport(dryRun);
  const entryNow = ({ entry }: FailedJob) => (gone.includes(entry) ? undefined : entryOf(podSpec()));
  await redriveJobs(jobs, { to, limit, ask, brokers, report, entryNow, say: (line) => said.push(line) });
  return { acts, report, said };
}

function job(name: string, places: FailedJob['places'] = [{ target: name }], entry = 'resize'): FailedJob {
  return { namespace: 'media', name, uid: `job-${name}`, entry, from: undefined, places, reason: 'DeadlineExceeded', tries: 1 };
}

describe('a redrive of Jobs', () => {
  it('has each message published before its Job is deleted, one Job after the other', async () => {
    const { acts, report } = await done([job('one'), job('two')], { secrets: { one: 'first', two: 'second' } });
    expect(acts).toEqual(['publish first to images', 'delete jobs one', 'publish second to images', 'delete jobs two']);
    expect(report).toMatchObject({ messages: 2, deleted: 2, faults: [] });
  });

  it('deletes the Secret of each of a batch’s messages at once, and the Job once all of them are back', async () => {
    const places = [0, 2, 3].map((index) => ({ target: `b-${index}`, index }));
    const { acts } = await done([job('b', places)], { secrets: { 'b-0': 'first', 'b-3': 'last' } });
    const [first, last] = ['publish first to images', 'publish last to images'];
    expect(acts).toEqual([first, 'delete secrets b-0', last, 'delete secrets b-3', 'delete jobs b']);
  });

  it('deletes a Job that has no message', async () => {
    expect((await done([job('one'), job('launcher', [])], { secrets: {} })).acts).toEqual(['delete jobs one', 'delete jobs launcher']);
  });

  it('may go to the dead letters', async () => {
    const { acts } = await done([job('one')], { secrets: { one: 'first' }, to: 'dead-letters' });
    expect(acts).toEqual(['publish first to images.dead', 'delete jobs one']);
  });

  it('does nothing in a dry run, and counts', async () => {
    const { acts, report } = await done([job('one'), job('two')], { secrets: { one: 'first' }, dryRun: true });
    expect({ acts, report }).toEqual({ acts: [], report: { dryRun: true, messages: 1, deleted: 2, left: [], faults: [] } });
  });

  it('leaves a Job whose message is refused, and goes on over a new connection', async () => {
    const { acts, report } = await done([job('one'), job('two')], {
      secrets: { one: 'first', two: 'second' },
      refuses: (content) => content === 'first',
    });
    expect(acts).toEqual(['forget', 'publish second to images', 'delete jobs two']);
    expect(report).toMatchObject({ messages: 1, deleted: 1, faults: [{ what: 'media/one', why: 'it reached no queue' }] });
  });
});

describe('of an entry whose Jobs cannot be done', () => {
  /** The oldest first, of two entries in turn. */
  const names = ['a1', 'b1', 'a2', 'b2', 'a3', 'b3', 'a4', 'b4', 'a5', 'b5'];
  const jobs = names.map((name) => job(name, undefined, name.startsWith('a') ? 'resize' : 'crop'));
  const secrets = Object.fromEntries(names.map((name) => [name, name]));
  const skipped = { what: 'media/resize', why: "not tried: 3 of its entry's in a row could not be done", count: 2 };

  it('those after three in a row are skipped, which is said, and other entries go on', async () => {
    const { acts, report, said } = await done(jobs, { secrets, refuses: (content) => content.startsWith('a') });
    expect(report.faults.map(({ what }) => what)).toEqual(['media/a1', 'media/a2', 'media/a3']);
    expect(acts.filter((act) => act.startsWith('delete'))).toEqual(['b1', 'b2', 'b3', 'b4', 'b5'].map((name) => `delete jobs ${name}`));
    expect(report.left).toEqual([skipped]);
    expect(said).toContainEqual("media/resize: 2 more are skipped: 3 of its entry's in a row could not be done");
  });

  it('the same is told by a dry run', async () => {
    const { report } = await done(jobs, { secrets, gone: ['resize'], dryRun: true });
    expect(report).toMatchObject({ messages: 5, deleted: 5, left: [skipped] });
    expect(report.faults).toHaveLength(3);
  });

  it('none are skipped that only fail now and then', async () => {
    const { report } = await done(jobs, { secrets, refuses: (content) => ['a1', 'a2', 'a4', 'a5'].includes(content) });
    expect(report).toMatchObject({ messages: 6, left: [] });
    expect(report.faults).toHaveLength(4);
  });

  it('none are in the way of a limit', async () => {
    const { acts } = await done(jobs, { secrets, limit: 2, refuses: (content) => content.startsWith('a') });
    expect(acts.filter((act) => act.startsWith('delete'))).toEqual(['delete jobs b1', 'delete jobs b2']);
  });
});

describe('what is still kept once its message is back', () => {
  const names = ['a1', 'a2', 'b1', 'a3', 'b2'];
  const jobs = names.map((name) => job(name, undefined, name.startsWith('a') ? 'resize' : 'crop'));
  const secrets = Object.fromEntries(names.map((name) => [name, name]));
  const refusal = 'Job media/a1 cannot be deleted: 403 policy';
  const why =
    `a1 is back in queue images, but its Job could not be deleted: ${refusal}. ` +
    'Delete it (kubectl delete job a1 --namespace media) before another redrive, which would send the message again';
  const left = { what: 'media/resize', why: "not tried: one of its entry's was put back and could not be deleted", count: 2 };

  it('is never sent where a rehearsal tells of it', async () => {
    const { acts, report } = await done(jobs, { secrets, deleting: (what) => (what.includes('a') ? 403 : 200) });
    expect(acts).toEqual(['publish b1 to images', 'delete jobs b1', 'publish b2 to images', 'delete jobs b2']);
    expect(report).toMatchObject({ messages: 2, deleted: 2 });
    expect(report.faults[0]).toEqual({ what: 'media/a1', why: refusal });
    const batch = job('b', [{ target: 'b-0', index: 0 }]);
    const ofBatch = await done([batch], { secrets: { 'b-0': 'first' }, deleting: (what) => (what === 'secrets b-0' ? 403 : 200) });
    expect(ofBatch).toMatchObject({ acts: [], report: { messages: 0, faults: [{ what: 'media/b' }] } });
  });

  it.each([403, 500])('is one of its entry alone, with what to do about it: %d', async (status) => {
    const deleting = (what: string, isRehearsal: boolean) => (what.startsWith('jobs a') && !isRehearsal ? status : 200);
    const { acts, report, said } = await done(jobs, { secrets, deleting });
    const others = ['publish b1 to images', 'delete jobs b1', 'publish b2 to images', 'delete jobs b2'];
    expect(acts).toEqual(['publish a1 to images', ...others]);
    const told = why.replace('403', String(status));
    expect(report).toMatchObject({ messages: 3, deleted: 2, faults: [{ what: 'media/a1', why: told }], left: [left] });
    expect(said).toContainEqual(`1 of 5: media/a1: half done: ${told}`);
  });

  it('counts towards a limit', async () => {
    const deleting = (_: string, isRehearsal: boolean) => (isRehearsal ? 200 : 403);
    const { acts, report } = await done(jobs, { secrets, deleting, limit: 1 });
    expect(acts).toEqual(['publish a1 to images']);
    expect(report).toMatchObject({ messages: 1, deleted: 0, faults: [{ what: 'media/a1' }] });
  });

  it('of a batch is a Secret, whose others are not sent', async () => {
    const batch = job(
      'b',
      [0, 1, 2].map((index) => ({ target: `b-${index}`, index })),
    );
    const { acts, report } = await done([batch, job('one')], {
      secrets: { 'b-0': 'first', 'b-1': 'second', 'b-2': 'third', one: 'other' },
      deleting: (what, isRehearsal) => (what === 'secrets b-1' && !isRehearsal ? 403 : 200),
    });
    expect(acts).toEqual(['publish first to images', 'delete secrets b-0', 'publish second to images']);
    expect(report.faults).toEqual([
      { what: 'media/b', why: expect.stringContaining('(kubectl delete secret b-1 --namespace media) before another redrive') },
    ]);
  });

  it('stops all where the cluster did not answer, and is told all the same', async () => {
    jest.useFakeTimers();
    try {
      const running = done(jobs, { secrets, deleting: (_, isRehearsal) => (isRehearsal ? 200 : undefined) });
      await jest.runAllTimersAsync();
      const { acts, report } = await running;
      expect(acts).toEqual(['publish a1 to images']);
      expect(report.faults).toEqual([{ what: 'media/a1', why: why.replace(refusal, 'the cluster does not answer') }]);
      expect(report.left).toEqual([{ what: 'namespace media', why: 'not tried: the cluster did not answer', count: 4 }]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('is no batch’s Job, none of whose messages is kept any more', async () => {
    const { acts, report } = await done([job('b', [{ target: 'b-0', index: 0 }]), job('one')], {
      secrets: { 'b-0': 'first', one: 'other' },
      deleting: (what) => (what === 'jobs b' ? 403 : 200),
    });
    expect(acts).toEqual(['publish first to images', 'delete secrets b-0', 'publish other to images', 'delete jobs one']);
    expect(report.faults).toEqual([{ what: 'media/b', why: 'Job media/b cannot be deleted: 403 policy' }]);
  });
});

it('a redrive stops where the cluster does not answer any more, and says how much is not tried', async () => {
  const { acts, report } = await done(
    ['one', 'two', 'three', 'four'].map((name, n) => job(name, undefined, `entry-${n}`)),
    { secrets: { one: 'first', three: 'third', four: 'fourth' }, silentAt: 'two' },
  );
  expect(acts).toEqual(['publish first to images', 'delete jobs one']);
  expect(report.faults).toEqual([{ what: 'media/two', why: 'the cluster does not answer' }]);
  expect(report.left).toEqual([{ what: 'namespace media', why: 'not tried: the cluster did not answer', count: 2 }]);
});
