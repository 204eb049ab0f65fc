import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { connectBroker } from '../../handler/broker.ts';
import type { Cluster } from '../../handler/cluster.ts';
import type { BrokerAccess } from '../../handler/connection.ts';
import { accessTo, type BrokerAddress, Queue, address as suites } from '../broker/queue.ts';
import { inMemory, launched } from './launching.ts';
import { OwnBroker } from './ownBroker.ts';
import { rabbitmqctl } from './rabbitmqctl.ts';

jest.setTimeout(90_000);

const broker = new OwnBroker();
let address: BrokerAddress;

beforeAll(() => {
  address = { host: '127.0.0.1', port: broker.start().AMQP_PORT ?? 0, username: 'guest', password: 'guest' };
});
afterAll(() => {
  broker.run('stop');
});

const run = (queue: string, create: Cluster['create'] = async () => 'created') =>
  launched({
    settings: { queue, deadline: 60 },
    connect: () => connectBroker(accessTo(address), 'test'),
    cluster: { find: async () => undefined, create },
  });

const handedOver = [{ outcome: { run: expect.any(Map), unset: expect.any(Array) }, message: '"x"' }];

describe('a broker that is down', () => {
  it('and comes back inside the deadline delays a launch, and its message is still there', async () => {
    const queue = await Queue.declare({}, address);
    await queue.publish({ content: 'x' });
    broker.run('down');
    const running = run(queue.name);
    // The launcher meets a broker that refuses before there is one again.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    broker.start();
    expect(await running).toEqual(handedOver);
    const later = await Queue.declare({}, address);
    expect(await later.ready(queue.name)).toBe(0);
    await later.delete(queue.name);
  });

  it('just before the acknowledgement hands over all the same, and delivers the message once more', async () => {
    const queue = await Queue.declare({}, address);
    await queue.publish({ content: 'x' });
    // RabbitMQ 3 tells of a declared queue before its own database has it on disk.
    broker.run('ctl', 'eval', 'mnesia:sync_log().');
    const left = await run(queue.name, async () => {
      broker.run('kill');
      return 'created';
    });
    expect(left).toEqual(handedOver);
    broker.start();
    const later = await Queue.declare({}, address);
    expect(await later.ready(queue.name)).toBe(1);
    await later.delete(queue.name);
  });
});

describe('of two hosts', () => {
  const host = ({ host, port }: BrokerAddress) => ({ host, port });
  const nobody = { host: '127.0.0.1', port: 1 };
  let queue: Queue;

  beforeEach(async () => {
    queue = await Queue.declare({}, suites);
    await queue.publish({ content: 'x' });
  });
  afterEach(() => queue.delete());

  it('the second is taken where the first refuses, and the log says why', async () => {
    const warnings: unknown[] = [];
    const log = { info() {}, error() {}, warn: (...words: unknown[]) => void warnings.push(words) };
    const access = accessTo(suites, { hosts: [nobody, host(suites)] });
    expect(await launched({ settings: { queue: queue.name }, connect: () => connectBroker(access, 'test', log) })).toEqual(handedOver);
    expect(warnings).toEqual([
      [
        { host: host(suites), faults: [expect.stringMatching(/^the broker at 127.0.0.1:1, virtual host \/: .*ECONNREFUSED/)] },
        'connected to a later one of the hosts',
      ],
    ]);
  });

  it('the second is taken where the first does not let the user in', async () => {
    const user = { username: 'second', password: 'only' };
    rabbitmqctl('add_user', user.username, user.password);
    rabbitmqctl('set_permissions', user.username, '.*', '.*', '.*');
    const access = accessTo({ ...suites, ...user }, { hosts: [host(address), host(suites)] });
    expect(await launched({ settings: { queue: queue.name }, connect: () => connectBroker(access, 'test') })).toEqual(handedOver);
    rabbitmqctl('delete_user', user.username);
  });

  it('the second is taken when the first dies before it has handed out a message', async () => {
    const there = await Queue.declare({}, address, queue.name);
    const access = accessTo(suites, { hosts: [host(address), host(suites)] });
    const connected = Promise.withResolvers<void>();
    const connect = async () => {
      const made = await connectBroker(access, 'test');
      connected.resolve();
      return made;
    };
    const find = async () => {
      await connected.promise;
      expect(broker.run('ctl', 'list_connections', 'client_properties')).toContain('connection_name');
      broker.run('kill');
      return undefined;
    };
    expect(await launched({ settings: { queue: queue.name, deadline: 60 }, connect, cluster: { ...inMemory(), find } })).toEqual(
      handedOver,
    );
    broker.start();
    await there.close().catch(() => {});
  });

  it('both are named where neither can be had; it is for good only where no waiting helps with either', async () => {
    const wrong = { ...suites, password: 'wrong' };
    const neither = (one: object, other: object) =>
      connectBroker(accessTo(wrong, { hosts: [one, other] as BrokerAccess['hosts'] }), 'test');
    const both = expect.stringMatching(/ACCESS.*; .*127.0.0.1:1, virtual host \/: .*ECONNREFUSED/);
    await expect(neither(host(suites), nobody)).rejects.toMatchObject({ exit: 'transient', message: both });
    await expect(neither(host(suites), host(address))).rejects.toMatchObject({ exit: 'brokerRefused' });
  });
});
