import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { GetMessage, Options } from 'amqplib';
import { type Broker, connectBroker } from '../../handler/broker.ts';
import { type DeadLetter, deadLetter } from '../../handler/deadLetter.ts';
import type { Address } from '../../handler/publisher.ts';
import { accessTo, address, Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { job, settings } from '../handler/sample.ts';
import { rabbitmqctl } from './rabbitmqctl.ts';

jest.setTimeout(30_000);

const other = { ...address, username: 'other', password: 'other' };
let queue: Queue;
let dead: string;
let broker: Broker;

beforeAll(() => {
  rabbitmqctl('add_user', other.username, other.password);
  rabbitmqctl('set_permissions', other.username, '.*', '.*', '.*');
});
afterAll(() => rabbitmqctl('delete_user', other.username));

beforeEach(async () => {
  broker = await connectBroker(accessTo(), 'test');
});
afterEach(async () => {
  await broker.close();
  await queue.delete(dead);
});

async function declare(type = 'classic'): Promise<void> {
  queue = await Queue.declare({ arguments: { 'x-queue-type': type } });
  dead = `${queue.name}.dead`;
}

/** What a launcher does with a bad message. */
async function park(to: Partial<Address> = {}, change: (letter: DeadLetter) => DeadLetter = (letter) => letter): Promise<void> {
  const delivery = await broker.get(queue.name);
  if (delivery === undefined) throw new Error('the queue is empty');
  const letter = deadLetter(delivery, { reason: 'bad' }, new Date(), settings, job);
  try {
    await broker.park(change(letter), { exchange: '', routingKey: dead, ...to });
  } catch (error) {
    await broker.giveBack();
    throw error;
  }
  await broker.acknowledge();
}

async function parked(options: Options.Publish): Promise<GetMessage> {
  await queue.publish('bad', options);
  await park();
  expect(await queue.ready()).toBe(0);
  return queue.take(dead);
}

const backIn = (count: number) => eventually(`${count} ready`, async () => (await queue.ready()) === count, 5);

describe.each(['classic', 'quorum'])('from a %s queue, a dead letter', (type) => {
  beforeEach(() => declare(type));

  it('of another user arrives, and names the user', async () => {
    const theirs = await Queue.declare({ arguments: { 'x-queue-type': type } }, other, queue.name);
    await theirs.publish('bad', { userId: other.username });
    await theirs.close();
    await park();
    const { properties } = await queue.take(dead);
    expect(properties.userId).toBeUndefined();
    expect(properties.headers).toMatchObject({ 'x-event-jobs-original-user-id': other.username });
  });

  it('does not expire, however short its message’s time was', async () => {
    await queue.publish('bad', { expiration: '1500' });
    await park();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const { properties } = await queue.take(dead);
    expect(properties.expiration).toBeUndefined();
    expect(properties.headers).toMatchObject({ 'x-event-jobs-original-expiration': '1500' });
  });

  it('routes no further copies by CC and BCC', async () => {
    const copies = await Queue.declare();
    const { properties } = await parked({ CC: [copies.name], BCC: [copies.name] });
    expect(properties.headers).toMatchObject({ 'x-event-jobs-original-cc': [copies.name] });
    expect(await copies.ready()).toBe(1);
    await copies.delete();
  });

  it('is persistent where its message was transient', async () => {
    const { properties } = await parked({ persistent: false });
    expect(properties.deliveryMode).toBe(2);
  });

  it('says where its message was published', async () => {
    await queue.channel.bindQueue(queue.name, 'amq.topic', 'a.*');
    queue.channel.publish('amq.topic', 'a.b', Buffer.from('bad'), { type: 't' });
    await queue.channel.waitForConfirms();
    await park();
    const { properties } = await queue.take(dead);
    expect(properties.type).toBe('t');
    expect(properties.headers).toMatchObject({
      'x-event-jobs-original-exchange': 'amq.topic',
      'x-event-jobs-original-routing-key': 'a.b',
    });
  });

  it('keeps headers of every type', async () => {
    const headers = {
      text: 'grüß dich',
      flag: true,
      nothing: null,
      list: [1, 'x', [{ deep: { deeper: 0.5 } }]],
      table: { a: { b: [] } },
      bytes: Buffer.of(0, 255, 128),
      time: { '!': 'timestamp', value: 1_700_000_000 },
      price: { '!': 'decimal', value: { places: 2, digits: 314 } },
      large: Number.MAX_SAFE_INTEGER,
      single: { '!': 'float', value: 0.5 },
    };
    const { properties } = await parked({ headers });
    expect(properties.headers).toMatchObject({ ...headers, single: 0.5 });
    expect(properties.headers).not.toHaveProperty('x-event-jobs-headers-dropped');
  });

  it('leaves out the headers that no number holds, and tells how many', async () => {
    const headers = {
      mine: 'x',
      long: { '!': 'int64', value: 2n ** 62n + 1n },
      time: { '!': 'timestamp', value: 2n ** 64n - 1n },
      double: { '!': 'double', value: -1e300 },
      nested: [{ '!': 'double', value: -1e300 }],
    };
    const { properties } = await parked({ headers });
    expect(properties.headers).toMatchObject({ mine: 'x', 'x-event-jobs-headers-dropped': 4 });
    expect(Object.keys(properties.headers ?? {}).filter((name) => name in headers)).toEqual(['mine']);
  });
});

describe('a dead letter', () => {
  beforeEach(async () => {
    await declare();
    await queue.publish('bad');
  });

  it('goes into an exchange that is bound', async () => {
    await queue.channel.assertQueue(dead);
    await queue.channel.bindQueue(dead, 'amq.topic', 'dead.*');
    await park({ exchange: 'amq.topic', routingKey: 'dead.letters' });
    expect((await queue.take(dead)).fields).toMatchObject({ exchange: 'amq.topic', routingKey: 'dead.letters' });
  });

  it('goes into an exchange whatever its arguments', async () => {
    const exchange = `${queue.name}.exchange`;
    await queue.channel.assertExchange(exchange, 'headers', { durable: false, alternateExchange: 'amq.fanout' });
    await queue.channel.assertQueue(dead);
    await queue.channel.bindQueue(dead, exchange, '', { 'x-match': 'all', 'x-event-jobs-reason': 'bad' });
    await park({ exchange, routingKey: '' });
    expect(await queue.ready(dead)).toBe(1);
    await queue.channel.deleteExchange(exchange);
  });

  it('that an exchange routes nowhere leaves its message where it was', async () => {
    const message = expect.stringMatching(/^dead letters' exchange amq.topic: .*NO_ROUTE/);
    await expect(park({ exchange: 'amq.topic', routingKey: 'nobody' })).rejects.toMatchObject({ exit: 'transient', message });
    await backIn(1);
  });

  it('for an exchange that does not exist leaves its message where it was', async () => {
    const message = expect.stringMatching(/^dead letters' exchange none: .*NOT_FOUND/);
    await expect(park({ exchange: 'none' })).rejects.toMatchObject({ exit: 'queueMissing', message });
    await backIn(1);
  });

  it('for an exchange that takes none from clients leaves its message where it was', async () => {
    const exchange = `${queue.name}.exchange`;
    await queue.channel.assertExchange(exchange, 'topic', { internal: true });
    await expect(park({ exchange })).rejects.toMatchObject({ exit: 'brokerRefused', message: expect.stringContaining('internal') });
    await backIn(1);
    await queue.channel.deleteExchange(exchange);
  });

  it.each([{ 'x-queue-type': 'quorum' }, { 'x-max-length': 7 }, { 'x-message-ttl': 60_000 }])(
    'goes into a queue that exists with %j',
    async (args) => {
      await queue.channel.assertQueue(dead, { durable: true, arguments: args });
      await park();
      expect(await queue.ready(dead)).toBe(1);
    },
  );

  it('that a full queue refuses leaves its message where it was', async () => {
    await queue.channel.assertQueue(dead, { durable: true, arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' } });
    queue.channel.sendToQueue(dead, Buffer.from('full'));
    await queue.channel.waitForConfirms();
    const message = expect.stringMatching(/^dead letters' queue .*: the broker did not take it/);
    await expect(park()).rejects.toMatchObject({ exit: 'transient', message });
    await backIn(1);
    expect(await queue.ready(dead)).toBe(1);
  });

  it('with more headers than the client can send is sent without them', async () => {
    await park({}, (letter) => ({ ...letter, headers: { ...letter.headers, long: 'x'.repeat(100_000) } }));
    expect((await queue.take(dead)).properties.headers).toMatchObject({ 'x-event-jobs-reason': 'bad' });
  });

  it('with a replyTo that the broker finds fault with is sent without it', async () => {
    const replyTo = 'amq.rabbitmq.reply-to';
    await park({}, (letter) => ({ ...letter, properties: { ...letter.properties, replyTo, messageId: 'm' } }));
    expect((await queue.take(dead)).properties).toMatchObject({ replyTo: undefined, messageId: 'm' });
  });
});
