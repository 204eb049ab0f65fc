import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Options } from 'amqplib';
import { type Broker, connectBroker } from '../../handler/broker.ts';
import type { Delivery } from '../../handler/delivery.ts';
import { type AfterFailure, afterFailure } from '../../handler/failure.ts';
import { accessTo, address, Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { job, settings } from '../handler/sample.ts';

const retries = 5;
let queue: Queue;
let dead: string;
let broker: Broker;

beforeEach(async () => {
  broker = await connectBroker(accessTo(), 'test');
});
afterEach(async () => {
  await broker.close();
  await queue.delete(dead);
});

async function declare(options: Options.AssertQueue): Promise<void> {
  queue = await Queue.declare(options);
  dead = `${queue.name}.dead`;
}

async function get(): Promise<Delivery> {
  await eventually('a message is ready', async () => (await queue.ready()) > 0, 5);
  const delivery = await broker.get(queue.name);
  if (delivery === undefined) throw new Error('another took it');
  return delivery;
}

/** What a launcher does once the processor has failed. */
async function fail(delivery: Delivery): Promise<AfterFailure> {
  const next = afterFailure({ reason: 'exit code 3', exitCode: 3 }, delivery, new Date(), { ...settings, retries }, job);
  if (next === 'reject') {
    await broker.reject();
    return next;
  }
  if ('republish' in next) await broker.republish(next.republish, queue.name);
  else await broker.park(next.deadLetter, { exchange: '', routingKey: dead });
  await broker.acknowledge();
  return next;
}

async function failUntilDead(): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  let next: AfterFailure = 'reject';
  while (next === 'reject' || 'republish' in next) {
    const delivery = await get();
    deliveries.push(delivery);
    next = await fail(delivery);
  }
  return deliveries;
}

describe.each(['classic', 'quorum'])('a message of a %s queue that fails and fails', (type) => {
  beforeEach(() => declare({ arguments: { 'x-queue-type': type } }));

  it('is tried once more than it has retries, always as it was, and then dead-lettered', async () => {
    await queue.channel.bindQueue(queue.name, 'amq.topic', 'a.*');
    const copies = await Queue.declare();
    await queue.channel.bindQueue(copies.name, 'amq.topic', copies.name);
    const properties = { messageId: 'm', contentType: 'application/json', type: 't', timestamp: 5, correlationId: 'c' };
    const headers = { mine: 'x', traceparent: 'y' };
    const options = { ...properties, headers, userId: address.username, CC: [copies.name], persistent: false };
    queue.channel.publish('amq.topic', 'a.b', Buffer.from('{"content":1}'), options);
    await queue.channel.waitForConfirms();

    const deliveries = await failUntilDead();
    expect(deliveries).toHaveLength(retries + 1);
    for (const delivery of deliveries) {
      expect(delivery).toMatchObject({ exchange: 'amq.topic', routingKey: 'a.b', properties: { ...properties, deliveryMode: 1 }, headers });
      expect(delivery.body.toString()).toBe('{"content":1}');
    }
    expect(await queue.ready()).toBe(0);
    expect(await copies.ready()).toBe(1);
    await copies.delete();
    const { content, properties: sent } = await queue.take(dead);
    expect(content.toString()).toBe('{"content":1}');
    expect(sent).toMatchObject({ ...properties, deliveryMode: 2, userId: undefined });
    expect(sent.headers).toEqual({
      ...headers,
      'x-event-jobs-reason': 'exit code 3',
      'x-event-jobs-exit-code': 3,
      'x-event-jobs-attempts': retries + 1,
      'x-event-jobs-time': expect.any(String),
      'x-event-jobs-entry': 'media/resize',
      'x-event-jobs-target': `resize-${job.uid}`,
      'x-event-jobs-original-exchange': 'amq.topic',
      'x-event-jobs-original-routing-key': 'a.b',
      'x-event-jobs-original-user-id': address.username,
      'x-event-jobs-original-cc': [copies.name],
    });
  });

  it('is not lost when its time to wait passes meanwhile, and is tried as often', async () => {
    await queue.publish('x', { expiration: '400' });
    const delivery = await get();
    await new Promise((resolve) => setTimeout(resolve, 800));
    await fail(delivery);
    expect(await failUntilDead()).toHaveLength(retries);
    expect((await queue.take(dead)).properties.headers).toMatchObject({
      'x-event-jobs-attempts': retries + 1,
      'x-event-jobs-original-expiration': '400',
    });
  });

  it('starts anew when its dead letter is moved back', async () => {
    await queue.publish('x');
    await failUntilDead();
    const { content, properties } = await queue.take(dead);
    await queue.publish(content, { headers: properties.headers });
    expect(await failUntilDead()).toHaveLength(retries + 1);
    expect((await queue.take(dead)).properties.headers).toMatchObject({ 'x-event-jobs-attempts': retries + 1 });
  });

  it('ends, too, where it was copied from another queue with its count', async () => {
    for (const copied of [0, 3]) {
      await queue.publish('x', { headers: { 'x-delivery-count': copied } });
      expect(await failUntilDead()).toHaveLength(retries + 1);
      await queue.take(dead);
    }
  });
});

describe('a message of a classic queue', () => {
  it('that is given back between its failures has no try less for it', async () => {
    await declare({});
    await queue.publish('x');
    for (const _ of [1, 2, 3]) await fail(await get());
    for (const _ of [1, 2, 3]) {
      await get();
      await broker.giveBack();
    }
    expect(await failUntilDead()).toHaveLength(retries + 1 - 3);
  });

  it('stays where it was when its queue takes none', async () => {
    await declare({ arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' } });
    await queue.publish('x', { expiration: '60000' });
    const delivery = await get();
    await queue.publish('full');
    const message = expect.stringMatching(/^queue test-.*: the broker did not take it/);
    await expect(fail(delivery)).rejects.toMatchObject({ exit: 'transient', message });
    await broker.giveBack();
    await eventually('both are there', async () => (await queue.ready()) === 2, 5);
  });

  it('is not published to a queue that is gone', async () => {
    await declare({});
    await queue.publish('x', { expiration: '60000' });
    const delivery = await get();
    await queue.channel.deleteQueue(queue.name);
    await expect(fail(delivery)).rejects.toMatchObject({ exit: 'transient', message: expect.stringContaining('NO_ROUTE') });
  });
});
