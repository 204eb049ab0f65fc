import { describe, expect, it } from '@jest/globals';
import { connectBroker } from '../../handler/broker.ts';
import { deadLetter } from '../../handler/deadLetter.ts';
import type { Brokers } from '../../handler/redrive/brokers.ts';
import { redriveDeadLetters } from '../../handler/redrive/redriveDeadLetters.ts';
import { newReport } from '../../handler/redrive/report.ts';
import { accessTo, Queue } from '../broker/queue.ts';
import { delivery, job, settings } from '../handler/sample.ts';

const access = accessTo();

/** One redrive of the dead letters of media/resize. */
async function redriven(queue: Queue, dead: Queue, limit = Number.POSITIVE_INFINITY, report = newReport(false)) {
  const broker = await connectBroker(access, 'test');
  const brokers: Brokers = { reach: async () => ({ broker, access }), forget: async () => {}, close: async () => {} };
  const own = { ...settings, queue: queue.name, deadLetter: { exchange: '', routingKey: dead.name } };
  await redriveDeadLetters(
    job.namespace,
    { settings: own, brokerSecret: undefined },
    { queue: undefined, limit, brokers, report, say: () => {} },
  );
  await broker.close();
  return report;
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

  it('are at most as many as there were at first, and as were asked for', async () => {
    const [queue, dead] = [await Queue.declare(), await Queue.declare()];
    for (const body of ['one', 'two', 'three']) await parked(dead, body);
    // As where there is another entry before this one.
    const dryRun = newReport(true);
    for (const messages of [2, 2]) expect(await redriven(queue, dead, 2, dryRun)).toMatchObject({ messages });
    expect(await redriven(queue, dead, 2)).toMatchObject({ messages: 2 });
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
      expect(await redriven(queue, dead)).toMatchObject({
        messages: 0,
        left: [{ what: `queue ${dead.name}`, why: 'not of media/resize', count: 1 }],
      });
    }
    const letter = await dead.take(dead.name);
    expect(letter.content.toString()).toBe('theirs');
    expect(letter.properties).toMatchObject({
      deliveryMode: 2,
      headers: { tenant: 8, 'x-event-jobs-entry': 'media/other', 'x-event-jobs-reason': 'bad' },
    });
    await queue.delete();
    await dead.delete();
  });
});
