import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectBroker } from '../../handler/broker.ts';
import type { Cluster } from '../../handler/cluster.ts';
import { deadLetter } from '../../handler/deadLetter.ts';
import { Fault } from '../../handler/fault.ts';
import { targetOf } from '../../handler/target.ts';
import { accessTo, address, Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { delivery, job, settings as sample } from '../handler/sample.ts';
import { inMemory, type Launching, type Left, launched } from './launching.ts';

const target = `resize-${job.uid}`;
let queue: Queue;
let dead: string;
let left: Left[];

beforeEach(async () => {
  queue = await Queue.declare();
  dead = `${queue.name}.dead`;
  left = [];
});

afterEach(() => queue.delete(dead));

function run({ settings, ...more }: Partial<Launching> = {}): Promise<Left[]> {
  const own = { queue: queue.name, deadLetter: { exchange: '', routingKey: dead }, ...settings };
  return launched({ connect: () => connectBroker(accessTo(), 'test'), left, ...more, settings: own });
}

/** Held messages come back within a moment after their connection's end. */
const readyAgain = (count: number) => eventually(`${count} ready`, async () => (await queue.ready()) === count, 5);

/** What a launcher had not acknowledged would come back a moment after its end. */
async function settledAllBut(count: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await queue.ready()).toBe(count);
}

describe('a launch', () => {
  it('takes exactly one message, keeps it, acknowledges it and hands over', async () => {
    await queue.publish({ content: { n: 1 }, environment: { SIZE: '3' } }, { messageId: 'm1' });
    await queue.publish({ content: { n: 2 } });
    const cluster = inMemory();
    await run({ cluster });
    await settledAllBut(1);
    expect([...cluster.secrets.keys()]).toEqual([target]);
    expect(left).toEqual([
      {
        message: '{"n":1}',
        outcome: {
          run: new Map([
            ['ISSUER', 'goci/kubernetes-event-job'],
            ['TARGET', target],
            ['MESSAGE', '{"n":1}'],
            ['CHECKSUM', '470388a6eacb414489d72d2db14d62b3d7b3cb88'],
            ['MESSAGE_ID', 'm1'],
            ['SIZE', '3'],
            ['MESSAGE_FILE', '/event/message'],
          ]),
          unset: ['TRACEPARENT'],
        },
      },
    ]);
  });

  it('of an empty queue ends well and keeps nothing', async () => {
    const cluster = inMemory();
    await run({ cluster });
    expect(left).toEqual([{ outcome: { exit: 0 }, message: undefined }]);
    expect(cluster.secrets.size).toBe(0);
  });

  it('that the gate turns away leaves the message and ends well', async () => {
    await queue.publish({ content: 'x' });
    const now = Date.now() / 1000;
    const others = [{ uid: 'first', created: now - 10, hasProcessor: false }];
    await run({
      settings: { cap: 1 },
      takeCensus: async () => ({ own: { uid: job.uid, created: now, started: now }, others, failedLately: async () => 0 }),
    });
    await settledAllBut(1);
    expect(left).toEqual([{ outcome: { exit: 0 }, message: undefined }]);
  });

  it('of a retried pod does not ask the gate', async () => {
    await queue.publish({ content: 'x' });
    const cluster = inMemory();
    await run({ cluster });
    await run({ cluster, settings: { cap: 1 }, takeCensus: () => Promise.reject(new Fault('transient', 'asked')) });
    expect(left[1]).toEqual(left[0]);
  });

  it('of a retried pod works on its Job’s message and pulls none', async () => {
    await queue.publish({ content: 'first' });
    await queue.publish({ content: 'second' });
    const cluster = inMemory();
    await run({ cluster });
    await run({ cluster });
    await settledAllBut(1);
    expect(left).toHaveLength(2);
    expect(left[1]).toEqual(left[0]);
  });

  it('that takes no message closes its connection all the same', async () => {
    await queue.publish({ content: 'x' });
    const cluster = inMemory();
    await run({ cluster });
    const connected = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const connect = async () => {
      const broker = await connectBroker(accessTo(), 'test');
      const close = broker.close.bind(broker);
      connected.resolve();
      return Object.assign(broker, { close: () => close().then(closed.resolve) });
    };
    const find = (name: string) => connected.promise.then(() => cluster.find(name));
    await run({ cluster: { ...cluster, find }, connect });
    await closed.promise;
    expect(left).toHaveLength(2);
  });

  it('sends a bad message to the dead letters with its reason, declaring the queue when it is missing', async () => {
    await queue.publish('{"content', { headers: { mine: 'x' }, expiration: '60000', userId: address.username, messageId: 'm1' });
    const cluster = inMemory();
    await run({ cluster });
    await settledAllBut(0);
    expect(left).toEqual([{ outcome: { exit: 0 }, message: undefined }]);
    expect(cluster.secrets.size).toBe(0);
    const { content, properties } = await queue.take(dead);
    expect(content.toString()).toBe('{"content');
    expect(properties).toMatchObject({ messageId: 'm1', deliveryMode: 2, expiration: undefined, userId: undefined });
    expect(properties.headers).toMatchObject({
      mine: 'x',
      'x-event-jobs-reason': 'the message is not JSON',
      'x-event-jobs-attempts': 1,
      'x-event-jobs-original-expiration': '60000',
      'x-event-jobs-original-user-id': address.username,
    });
  });

  it('sends a dead letter without its headers where they are more than the client can send', async () => {
    const broker = await connectBroker(accessTo(), 'test');
    // No producer of this suite can send such headers: they stand in for those of another client.
    const headers = { long: 'x'.repeat(100_000) };
    const letter = deadLetter({ ...delivery, headers }, { reason: 'too long' }, new Date(), { ...sample }, job);
    await broker.park(letter, { exchange: '', routingKey: dead });
    await broker.close();
    const { properties } = await queue.take(dead);
    expect(properties.headers).toMatchObject({ 'x-event-jobs-reason': 'too long', 'x-event-jobs-headers-dropped': 1 });
  });

  it('sends dead letters to a queue that exists with other arguments', async () => {
    await queue.channel.assertQueue(dead, { durable: true, maxLength: 7, arguments: { 'x-queue-mode': 'lazy' } });
    await queue.publish('bad');
    await run();
    expect(await queue.ready(dead)).toBe(1);
  });

  it('sends dead letters to an exchange', async () => {
    const exchange = `${queue.name}.exchange`;
    await queue.channel.assertExchange(exchange, 'topic', { autoDelete: true });
    await queue.channel.assertQueue(dead);
    await queue.channel.bindQueue(dead, exchange, 'a.*');
    await queue.publish('bad');
    await run({ settings: { deadLetter: { exchange, routingKey: 'a.b' } } });
    await settledAllBut(0);
    expect(await queue.ready(dead)).toBe(1);
  });

  it('gives a bad message back when its dead letter reaches no queue', async () => {
    await queue.publish('bad');
    const nowhere = { deadLetter: { exchange: 'amq.topic', routingKey: 'nobody' } };
    await expect(run({ settings: nowhere })).rejects.toMatchObject({ exit: 'transient', message: expect.stringContaining('NO_ROUTE') });
    await readyAgain(1);
    expect(left).toEqual([]);
  });

  it('gives a bad message back when the dead letters’ exchange does not exist, and says so', async () => {
    await queue.publish('bad');
    const missing = { deadLetter: { exchange: `${queue.name}.none`, routingKey: '' } };
    const message = expect.stringMatching(/dead letters' exchange .*none: .*NOT_FOUND/);
    await expect(run({ settings: missing })).rejects.toMatchObject({ exit: 'queueMissing', message });
    await readyAgain(1);
  });

  it('parks a message that comes back over and over before a quorum queue deletes it at its limit', async () => {
    const quorum = await Queue.declare({ arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 4 } });
    const down: Cluster = { ...inMemory(), create: () => Promise.reject(new Fault('transient', 'down')) };
    const settings = { queue: quorum.name, deliveryLimit: 4, deadline: 1, deadLetter: { exchange: '', routingKey: dead } };
    await quorum.publish({ content: 'x' });
    for (const _ of [1, 2]) await expect(run({ cluster: down, settings })).rejects.toMatchObject({ exit: 'transient' });
    await run({ cluster: down, settings });
    expect(await quorum.ready()).toBe(0);
    const { properties } = await queue.take(dead);
    expect(properties.headers).toMatchObject({ 'x-event-jobs-reason': 'the message was delivered 2 times without being settled' });
    await quorum.delete();
  });
});

describe('a message’s own environment', () => {
  it('is kept decoded where the entry says that it is base64', async () => {
    const cluster = inMemory();
    await queue.publish({ content: 'x', environment: { GREETING: Buffer.from('grüß dich').toString('base64') } });
    await run({ cluster, settings: { messageEnvironment: { allow: ['*'], encoding: 'base64' } } });
    expect(cluster.secrets.get(target)?.kept.get('GREETING')).toBe('grüß dich');
    expect(left.map(({ outcome }) => 'run' in outcome && outcome.run.get('GREETING'))).toEqual(['grüß dich']);
  });

  it('that the entry does not allow makes it a dead letter, whose reason names the place alone', async () => {
    await queue.publish({ content: 'x', environment: { SIZE: '3', OTHER: 'y' } });
    await run({ settings: { messageEnvironment: { allow: ['SIZE'], encoding: 'plain' } } });
    const { properties } = await queue.take(dead);
    expect(properties.headers).toMatchObject({
      'x-event-jobs-reason': "environment: variable 2 is not among those that the entry's messageEnvironment allows",
    });
  });
});

describe('a batch’s Job', () => {
  const batch = (index: number, cluster: Cluster) => run({ cluster, job: { ...job, index } });

  it('takes one message for each index, each in a Secret of its own, and an index without one ends well', async () => {
    for (const content of ['a', 'b']) await queue.publish({ content });
    const cluster = inMemory();
    for (const index of [0, 1, 2]) await batch(index, cluster);
    expect(left.map(({ message }) => message)).toEqual(['"a"', '"b"', undefined]);
    expect(left[2]?.outcome).toEqual({ exit: 0 });
    const names = [0, 1].map((index) => targetOf('resize', { ...job, index }));
    expect([...cluster.secrets.keys()]).toEqual(names);
    expect(left.slice(0, 2).map(({ outcome }) => 'run' in outcome && outcome.run.get('TARGET'))).toEqual(names);
  });

  it('gives the retried pod of an index that index’s message, and pulls none', async () => {
    for (const content of ['a', 'b', 'c']) await queue.publish({ content });
    const cluster = inMemory();
    for (const index of [0, 1, 1, 0]) await batch(index, cluster);
    expect(left.map(({ message }) => message)).toEqual(['"a"', '"b"', '"b"', '"a"']);
    await settledAllBut(1);
  });

  it('names its index’s TARGET in a dead letter', async () => {
    await queue.publish('bad');
    await batch(3, inMemory());
    const { properties } = await queue.take(dead);
    expect(properties.headers).toMatchObject({ 'x-event-jobs-target': targetOf('resize', { ...job, index: 3 }) });
  });
});

describe('a message in a launcher’s hands', () => {
  beforeEach(() => queue.publish({ content: 'x' }));

  it('is gone on with when its Secret is there by an answer that got lost', async () => {
    const cluster = inMemory();
    let lost = false;
    const losing: Cluster = {
      ...cluster,
      create: async (name, message, owner) => {
        const answer = await cluster.create(name, message, owner);
        if (lost) return answer;
        lost = true;
        throw new Fault('transient', 'the answer was lost');
      },
    };
    await run({ cluster: losing });
    await settledAllBut(0);
    expect(left).toHaveLength(1);
  });

  it('is given back when another pod of the Job was first, even with equal content', async () => {
    const cluster = inMemory();
    const other: Cluster = {
      ...cluster,
      create: async (name, message) => {
        cluster.secrets.set(name, { ...message, pull: 'another' });
        return 'exists';
      },
    };
    await expect(run({ cluster: other })).rejects.toMatchObject({ exit: 'transient' });
    await readyAgain(1);
    expect(left).toEqual([]);
  });

  it('is given back when the cluster goes on refusing its Secret', async () => {
    const refuse: Cluster = { ...inMemory(), create: () => Promise.reject(new Fault('clusterRefused', 'quota')) };
    const settings = { deadline: 60 };
    await expect(run({ cluster: refuse, settings })).rejects.toMatchObject({ exit: 'clusterRefused', message: 'quota' });
    await readyAgain(1);
    expect(left).toEqual([]);
  }, 30_000);

  it('is given back when the cluster is not reached inside the deadline', async () => {
    const down: Cluster = { ...inMemory(), create: () => Promise.reject(new Fault('transient', 'down')) };
    await expect(run({ cluster: down, settings: { deadline: 1 } })).rejects.toMatchObject({ exit: 'transient' });
    await readyAgain(1);
    expect(left).toEqual([]);
  });

  it('is given back on SIGTERM, even with its Secret there, as the Secret may go with its Job', async () => {
    const stop = new AbortController();
    const cluster = inMemory();
    const stopped: Cluster = {
      ...cluster,
      create: async (name, message, owner) => {
        stop.abort();
        return cluster.create(name, message, owner);
      },
    };
    await expect(run({ cluster: stopped, stop: stop.signal })).rejects.toMatchObject({ exit: 'transient' });
    await readyAgain(1);
    expect(left).toEqual([]);
  });
});

describe('a SIGTERM', () => {
  it('between the Secret and the acknowledgement keeps the message from being acknowledged', async () => {
    await queue.publish({ content: 'x' });
    const stop = new AbortController();
    const info = (_: unknown, text?: string) => {
      if (text?.startsWith('kept')) stop.abort();
    };
    await expect(run({ stop: stop.signal, log: { info, warn() {}, error() {} } })).rejects.toMatchObject({ exit: 'transient' });
    await readyAgain(1);
  });

  it('before a bad message is sent on keeps it in its queue', async () => {
    await queue.publish('bad');
    const stop = new AbortController();
    const info = (_: unknown, text?: string) => {
      if (text === 'pulled a message') stop.abort();
    };
    await expect(run({ stop: stop.signal, log: { info, warn() {}, error() {} } })).rejects.toMatchObject({ exit: 'transient' });
    await readyAgain(1);
  });
});

describe('a broker that refuses', () => {
  beforeEach(() => queue.publish({ content: 'x' }));
  afterEach(() => settledAllBut(1));

  it('the password is told as such', async () => {
    const connect = () => connectBroker(accessTo({ ...address, password: 'wrong' }), 'test');
    await expect(run({ connect })).rejects.toMatchObject({ exit: 'brokerRefused', message: expect.stringContaining('ACCESS') });
  });

  it('the virtual host is told as such', async () => {
    const connect = () => connectBroker(accessTo(address, { vhost: 'none' }), 'test');
    await expect(run({ connect })).rejects.toMatchObject({
      exit: 'brokerRefused',
      message: expect.stringMatching(/virtual host none: NOT_ALLOWED - vhost none not found/),
    });
  });

  it('the queue, which does not exist, is told as such', async () => {
    await expect(run({ settings: { queue: 'none' } })).rejects.toMatchObject({
      exit: 'queueMissing',
      message: expect.stringContaining("'none'"),
    });
  });

  it('the queue, when many Jobs have failed of it lately, lets this one wait and end well', async () => {
    const stop = new AbortController();
    // The wait's beginning is its end.
    const log = { info() {}, warn() {}, error: () => stop.abort() };
    const takeCensus = async () => ({ own: undefined, others: [], failedLately: async () => 20 });
    await run({ settings: { queue: 'none' }, takeCensus, log, stop: stop.signal });
    expect(left).toEqual([{ outcome: { exit: 0 }, message: undefined }]);
  });

  it('nothing but is not there is tried again until the deadline', async () => {
    const connect = () => connectBroker(accessTo({ ...address, port: 1 }), 'test');
    await expect(run({ connect, settings: { deadline: 1 } })).rejects.toMatchObject({
      exit: 'transient',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
