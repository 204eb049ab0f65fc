import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Options } from 'amqplib';
import { connectBroker } from '../../handler/broker.ts';
import type { PodState } from '../../handler/cluster.ts';
import type { End } from '../../handler/terminationMessage.ts';
import { accessTo, Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { ended as launched } from './launching.ts';

jest.setTimeout(60_000);

const limit = 6;
const limited = { arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': limit } };
const failed: PodState = { started: true, ended: { exitCode: 7 }, going: false };

let queue: Queue;
afterEach(() => queue.delete(`${queue.name}.dead`));

/** One launcher, with completion beside a processor that ends like this; the pod is not real, as none ends on demand. */
async function launch(acknowledge: 'dispatch' | 'completion', exchange = '', state = failed): Promise<End> {
  const stop = new AbortController();
  const settings = { acknowledge, queue: queue.name, deliveryLimit: limit, retries: 1 };
  return launched({
    settings: { ...settings, deadLetter: { exchange, routingKey: `${queue.name}.dead` } },
    connect: () => connectBroker(accessTo(), 'test'),
    ownPod: { look: async () => state },
    stop: stop.signal,
    started: async () => stop.abort(),
  });
}

async function declare(options: Options.AssertQueue, ...message: Parameters<Queue['publish']>): Promise<void> {
  queue = await Queue.declare(options);
  await queue.publish(...message);
}

const isBack = () => eventually('the message is back', async () => (await queue.ready()) === 1, 5);

describe('a message that goes back to its queue', () => {
  it('is not dropped at the queue’s delivery limit where it is bad and its dead letter is refused', async () => {
    await declare(limited, 'no format of ours', { messageId: 'm1', headers: { mine: 'yes' } });
    for (let time = 0; time < 3 * limit; time++) {
      await expect(launch('dispatch', 'there-is-no-such-exchange')).rejects.toMatchObject({ exit: 'queueMissing' });
      await isBack();
    }
    const { content, properties } = await queue.take(queue.name);
    expect(content.toString()).toBe('no format of ours');
    expect(properties).toMatchObject({ messageId: 'm1', headers: { mine: 'yes' } });
  });

  it('is not dropped there where it has failed too often, and comes to its dead letters once they take it', async () => {
    await declare(limited, { content: 'x' });
    for (let time = 0; time < 3 * limit; time++) {
      await launch('completion', 'there-is-no-such-exchange').catch(() => {});
      await isBack();
    }
    expect(await launch('completion')).toMatchObject({ outcome: 'dead-lettered' });
    expect(await queue.ready()).toBe(0);
    expect((await queue.take(`${queue.name}.dead`)).content.toString()).toBe('{"content":"x"}');
  });

  it('fails no more often than it may, though it came to its classic queue with the count of another', async () => {
    await declare({}, { content: 'x' }, { headers: { 'x-delivery-count': 3 } });
    expect(await launch('completion', '', { started: true, ended: { exitCode: 143 }, going: true })).toMatchObject({
      outcome: 'given back',
    });
    await isBack();
    expect(await launch('completion')).toMatchObject({ outcome: 'failed' });
    await isBack();
    expect(await launch('completion')).toMatchObject({ outcome: 'dead-lettered' });
  });
});
