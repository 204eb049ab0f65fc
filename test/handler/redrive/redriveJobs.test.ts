import { describe, expect, it } from '@jest/globals';
import type { Broker } from '../../../handler/broker.ts';
import { Fault } from '../../../handler/fault.ts';
import type { Letter } from '../../../handler/letter.ts';
import { entryOf } from '../../../handler/operator/entry.ts';
import type { FailedJob } from '../../../handler/redrive/finallyFailed.ts';
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
}

/** Everything that a redrive does, in its order. */
async function done(jobs: readonly FailedJob[], { secrets, dryRun = false, to = 'queue', refuses = () => false }: Scene) {
  const acts: string[] = [];
  const answer = (status: number, body: object = {}) => ({ status, body: JSON.stringify(body) });
  const ask = async (method: string, path: string) => {
    const name = path.split('/').at(-1) ?? '';
    if (method === 'DELETE') acts.push(`delete ${path.split('/').at(-2)} ${name}`);
    if (method === 'DELETE') return answer(200);
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
  await redriveJobs(jobs, { to, ask, brokers, report, entryNow: () => entryOf(podSpec()), say: () => {} });
  return { acts, report };
}

function job(name: string, places: FailedJob['places'] = [{ target: name }]): FailedJob {
  return { namespace: 'media', name, uid: `job-${name}`, entry: 'resize', from: undefined, places, reason: 'DeadlineExceeded', tries: 1 };
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

  it('stops after three in a row', async () => {
    const names = ['one', 'two', 'three', 'four', 'five'];
    const { report } = await done(
      names.map((name) => job(name)),
      { secrets: Object.fromEntries(names.map((name) => [name, name])), refuses: () => true },
    );
    expect(report.faults.map(({ what }) => what)).toEqual(['media/one', 'media/two', 'media/three']);
  });
});
