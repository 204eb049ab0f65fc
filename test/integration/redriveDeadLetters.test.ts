import { describe, expect, it } from '@jest/globals';
import { type Broker, connectBroker } from '../../handler/broker.ts';
import { deadLetter } from '../../handler/deadLetter.ts';
import { Fault } from '../../handler/fault.ts';
import type { Brokers } from '../../handler/redrive/brokers.ts';
import { redriveDeadLetters } from '../../handler/redrive/redriveDeadLetters.ts';
import { newReport, type Report } from '../../handler/redrive/report.ts';
import { accessTo, Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { delivery, job, settings } from '../handler/sample.ts';

const access = accessTo();

interface Run {
  limit?: number;
  report?: Report;
  /** A queue that is full. */
  refuses?: string;
  say?: (line: string) => void;
}

/** One redrive of the dead letters of media/resize. */
async function redriven(queue: Queue, dead: Queue, { refuses, report = newReport(false), ...run }: Run = {}): Promise<Report> {
  const { limit = Number.POSITIVE_INFINITY, say = () => {} } = run;
  const broker = await connectBroker(access, 'test');
  const republish: Broker['republish'] = async (letter, to) => {
    if (to === refuses) throw new Fault('transient', `queue ${to}: it may be full`);
    await broker.republish(letter, to);
  };
  const brokers: Brokers = {
    reach: async () => ({ broker: { ...broker, republish }, access }),
    forget: async () => {},
    close: async () => {},
  };
  const own = { ...settings, queue: queue.name, deadLetter: { exchange: '', routingKey: dead.name } };
  const redrive = { queue: undefined, limit, brokers, report, say };
  try {
    await redriveDeadLetters(job.namespace, { settings: own, brokerSecret: undefined }, redrive);
  } finally {
    await broker.close();
  }
  return report;
}

/** A quorum queue has what was given back some moments after the connection is closed. */
async function allBack(queue: Queue, count: number): Promise<void> {
  await eventually('they are back', async () => (await queue.ready()) === count);
}

async function parked(dead: Queue, body: string, headers: Record<string, unknown> = {}): Promise<void> {
  const letter = deadLetter({ ...delivery, body: Buffer.from(body), headers: { tenant: 7 } }, { reason: 'bad' }, new Date(), settings, job);
  await dead.publish(letter.body, { ...letter.properties, headers: { ...letter.headers, ...headers } });
}

describe('dead letters that go back', () => {
  it('stay where their queue is missing', async () => {
    const [gone, dead] = [await Queue.declare(), await Queue.declare()];
    await gone.channel.deleteQueue(gone.name);
    await parked(dead, 'one');
    await expect(redriven(gone, dead)).rejects.toMatchObject({
      exit: 'transient',
      message: expect.stringContaining('it reached no queue'),
    });
    expect(await dead.ready()).toBe(1);
    await dead.delete(gone.name);
    await gone.close();
  });

  it('stay, too, in a quorum queue that would drop them after so many times, and go back once their queue is there again', async () => {
    const limited = { arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 12 } };
    const [gone, dead] = [await Queue.declare(), await Queue.declare(limited)];
    await gone.channel.deleteQueue(gone.name);
    await parked(dead, 'ours');
    for (let time = 0; time < 15; time++) {
      await allBack(dead, 1);
      await expect(redriven(gone, dead)).rejects.toThrow('it reached no queue');
    }
    await allBack(dead, 1);
    const queue = await Queue.declare({}, undefined, gone.name);
    expect(await redriven(queue, dead)).toMatchObject({ messages: 1 });
    const { content, properties } = await queue.take(queue.name);
    expect(content.toString()).toBe('ours');
    expect(properties).toMatchObject({ deliveryMode: 2, headers: { tenant: 7 } });
    expect(await dead.ready()).toBe(0);
    await queue.delete(dead.name);
    for (const one of [gone, dead]) await one.close();
  });

  it('stay where they cannot be renewed either, and the first fault is the one that is told', async () => {
    const [gone, dead] = [await Queue.declare(), await Queue.declare()];
    await gone.channel.deleteQueue(gone.name);
    await parked(dead, 'ours', { 'x-delivery-count': 10 });
    const said: string[] = [];
    await expect(redriven(gone, dead, { refuses: dead.name, say: (line) => said.push(line) })).rejects.toThrow('it reached no queue');
    expect(said).toEqual([expect.stringMatching(/^1 of 1: .*: its queue may drop it after some more redrives: .*it may be full$/)]);
    expect((await dead.take(dead.name)).content.toString()).toBe('ours');
    await dead.delete();
    await gone.close();
  });

  it('are at most as many as there were at first, and as were asked for', async () => {
    const [queue, dead] = [await Queue.declare(), await Queue.declare()];
    for (const body of ['one', 'two', 'three']) await parked(dead, body);
    // As where there is another entry before this one.
    const dryRun = newReport(true);
    for (const messages of [2, 2]) expect(await redriven(queue, dead, { limit: 2, report: dryRun })).toMatchObject({ messages });
    expect(await redriven(queue, dead, { limit: 2 })).toMatchObject({ messages: 2 });
    expect([await queue.ready(), await dead.ready()]).toEqual([2, 1]);
    // The queue of the dead letters is their own: each comes back at once.
    expect(await redriven(dead, dead)).toMatchObject({ messages: 1 });
    expect(await dead.ready()).toBe(1);
    await queue.delete();
    await dead.delete();
  });

  it('leave those of others where they are, which a quorum queue would drop after so many times', async () => {
    const limited = { arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 12 } };
    const [queue, dead] = [await Queue.declare(), await Queue.declare(limited)];
    await parked(dead, 'theirs', { 'x-event-jobs-entry': 'media/other', tenant: 8 });
    for (let time = 0; time < 15; time++) {
      await allBack(dead, 1);
      expect(await redriven(queue, dead)).toMatchObject({
        messages: 0,
        left: [{ what: `queue ${dead.name}`, why: 'not of media/resize', count: 1 }],
      });
    }
    await allBack(dead, 1);
    const letter = await dead.take(dead.name);
    expect(letter.content.toString()).toBe('theirs');
    expect(letter.properties).toMatchObject({
      deliveryMode: 2,
      headers: { tenant: 8, 'x-event-jobs-entry': 'media/other', 'x-event-jobs-reason': 'bad' },
    });
    await queue.delete();
    await dead.delete();
  });

  it('leave those of others where they are, too, that would go elsewhere or be refused as new ones', async () => {
    const limited = { arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 30 } };
    const [queue, dead, copies] = [await Queue.declare(), await Queue.declare(limited), await Queue.declare()];
    await dead.publish('copied', { headers: { CC: [copies.name] } });
    // Who sent what another entry's launcher has put there: no user here.
    await parked(dead, 'theirs', { 'x-event-jobs-entry': 'media/other', 'x-event-jobs-original-user-id': 'nobody' });
    await copies.take(copies.name);
    const reports = [];
    for (let time = 0; time < 14; time++) {
      await allBack(dead, 2);
      reports.push(await redriven(queue, dead));
    }
    const what = `queue ${dead.name}`;
    expect(reports[0]).toMatchObject({ messages: 0, left: [{ what, why: 'not of media/resize', count: 2 }], faults: [] });
    const left = reports[13]?.left ?? [];
    expect(left).toHaveLength(2);
    expect(left).toContainEqual({ what, why: 'not of media/resize', count: 1 });
    expect(left).toContainEqual({ what, why: expect.stringMatching(/^not of media\/resize, and .*CC or BCC/), count: 1 });
    await allBack(dead, 2);
    expect(await copies.ready()).toBe(0);
    const letters = [await dead.take(dead.name), await dead.take(dead.name)];
    const byBody = Object.fromEntries(letters.map(({ content, properties }) => [content.toString(), properties]));
    expect(byBody.copied?.headers).toMatchObject({ CC: [copies.name] });
    expect(byBody.theirs?.headers).toMatchObject({ 'x-event-jobs-original-user-id': 'nobody' });
    for (const one of [queue, dead, copies]) await one.delete();
  });

  it('are all done where one of others cannot be renewed', async () => {
    const [queue, dead] = [await Queue.declare(), await Queue.declare()];
    // A classic queue counts nothing of its own.
    await parked(dead, 'theirs', { 'x-event-jobs-entry': 'media/other', 'x-delivery-count': 10 });
    await parked(dead, 'ours');
    const report = await redriven(queue, dead, { refuses: dead.name });
    expect(report).toMatchObject({ messages: 1, left: [{ why: expect.stringContaining('it may be full'), count: 1 }], faults: [] });
    expect((await queue.take(queue.name)).content.toString()).toBe('ours');
    expect((await dead.take(dead.name)).content.toString()).toBe('theirs');
    await queue.delete();
    await dead.delete();
  });
});
