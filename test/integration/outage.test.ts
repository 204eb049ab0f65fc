import { connect as connectSocket, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Broker, connectBroker } from '../../handler/broker.ts';
import type { Cluster } from '../../handler/cluster.ts';
import type { BrokerAccess } from '../../handler/connection.ts';
import type { Letter } from '../../handler/letter.ts';
import { accessTo, type BrokerAddress, Queue, address as suites } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
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

/** A launcher that has a message in hand. */
async function holding(to = address): Promise<{ queue: Queue; held: Broker }> {
  const queue = await Queue.declare({}, address);
  await queue.publish('x');
  const held = await connectBroker(accessTo(to), 'event-jobs media/pod (resize)');
  expect(await held.get(queue.name)).toBeDefined();
  return { queue, held };
}

function lossOf({ lost }: Broker): Promise<Error> {
  if (lost.aborted) return Promise.resolve(lost.reason);
  return new Promise((resolve) => lost.addEventListener('abort', () => resolve(lost.reason)));
}

const letter: Letter = { body: Buffer.from('x'), properties: {}, headers: {}, fewerHeaders: {} };

/** Whoever does not know that the message is another's by now would settle that one's work. */
async function settlesNothing(held: Broker, why: RegExp): Promise<void> {
  const takenBack = { exit: 'transient', message: expect.stringMatching(/^the broker has taken the message back: /) };
  expect(held.lost.reason).toMatchObject({ ...takenBack, message: expect.stringMatching(why) });
  await expect(held.acknowledge()).rejects.toMatchObject(takenBack);
  await expect(held.reject()).rejects.toMatchObject(takenBack);
  await expect(held.park(letter, { exchange: '', routingKey: 'none' })).rejects.toMatchObject(takenBack);
  await expect(held.republish(letter, 'none')).rejects.toMatchObject(takenBack);
  await held.giveBack();
  await held.close();
}

const readyAgain = async (queue: Queue) => eventually('it is back', async () => (await queue.ready()) === 1, 5);

describe('a message in hand that the broker takes back', () => {
  it('after its consumer timeout is known for lost, and not settled any more', async () => {
    const timeout = (value: string, tick: string) =>
      broker.run(
        'ctl',
        'eval',
        `application:set_env(rabbit, consumer_timeout, ${value}), application:set_env(rabbit, channel_tick_interval, ${tick}).`,
      );
    timeout('1000', '500');
    const { queue, held } = await holding();
    await lossOf(held);
    timeout('1800000', '60000');
    await settlesNothing(held, /PRECONDITION_FAILED/);
    await readyAgain(queue);
    await queue.delete();
  });

  it('with its connection is known for lost, and not settled any more', async () => {
    const { queue, held } = await holding();
    const line = broker
      .run('ctl', 'list_connections', 'pid', 'client_properties')
      .split('\n')
      .find((each) => each.includes('media/pod (resize)'));
    broker.run('ctl', 'close_connection', line?.split('\t')[0] ?? '', 'an operator');
    await lossOf(held);
    await settlesNothing(held, /CONNECTION_FORCED/);
    await readyAgain(queue);
    await queue.delete();
  });

  it('by dying is known for lost', async () => {
    const { held } = await holding();
    broker.run('kill');
    await lossOf(held);
    await settlesNothing(held, /./);
    broker.start();
  });

  it('behind a network that swallows everything is known for lost by the missing heartbeats', async () => {
    const network = await silentNetwork();
    const { queue, held } = await holding({ ...address, port: network.port });
    network.fallSilent();
    await lossOf(held);
    await settlesNothing(held, /Heartbeat/);
    network.close();
    await readyAgain(queue);
    await queue.delete();
  });

  it('by our own settling or closing is not lost', async () => {
    const { queue, held } = await holding();
    await held.giveBack();
    await readyAgain(queue);
    await held.get(queue.name);
    await held.acknowledge();
    await queue.publish('x');
    await held.get(queue.name);
    await held.close();
    await readyAgain(queue);
    expect(held.lost.aborted).toBe(false);
    await queue.delete();
  });
});

describe('a broker that is short of memory', () => {
  const memory = (watermark: string) => broker.run('ctl', 'set_vm_memory_high_watermark', watermark);

  it('lets a message in hand be given back at once, while its dead letter is waiting', async () => {
    const { queue, held } = await holding();
    memory('0.00001');
    let parked = false;
    const parking = held.park(letter, { exchange: '', routingKey: `${queue.name}.dead` }).then(() => {
      parked = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const began = performance.now();
    await held.giveBack();
    expect(performance.now() - began).toBeLessThan(1_000);
    await readyAgain(queue);
    expect(parked).toBe(false);
    memory('0.4');
    await parking;
    expect(await queue.ready(`${queue.name}.dead`)).toBe(1);
    await held.close();
    await queue.delete(`${queue.name}.dead`);
  });

  it('is waited for no longer than half a minute, and said to be', async () => {
    const { queue, held } = await holding();
    memory('0.00001');
    const message = expect.stringMatching(/^queue .*: the broker takes no messages: low on memory$/);
    await expect(held.republish(letter, queue.name)).rejects.toMatchObject({ exit: 'transient', message });
    expect(held.lost.aborted).toBe(false);
    await held.giveBack();
    await readyAgain(queue);
    memory('0.4');
    await held.close();
    await queue.delete();
  });
});

it('a slow network keeps no message from coming, nor from going, as long as it moves', async () => {
  // Far more than sockets keep to themselves, and 40 s on its way.
  const body = Buffer.alloc(16 << 20, 'x');
  const networks = await Promise.all([1, 2].map(() => slowNetwork(body.length / 40)));
  const [taker, sender] = await Promise.all(networks.map(({ port }) => connectBroker(accessTo({ ...address, port }), 'test')));
  const queue = await Queue.declare({}, address);
  await queue.publish(body.toString());
  try {
    const [taken] = await Promise.all([taker?.get(queue.name), sender?.republish({ ...letter, body }, queue.name)]);
    expect(taken?.body.length).toBe(body.length);
    await taker?.acknowledge();
    expect(await queue.ready()).toBe(1);
  } finally {
    await Promise.all([taker?.close(), sender?.close()]);
    for (const { close } of networks) close();
    await queue.delete();
  }
});

/** Passes so many bytes a second, each way. */
function slowNetwork(bytesPerSecond: number): Promise<Network> {
  const pass = (from: Socket, to: Socket) =>
    from.on('data', (chunk) => {
      to.write(chunk);
      from.pause();
      setTimeout(() => from.resume(), (chunk.length / bytesPerSecond) * 1000);
    });
  return network(pass, () => true);
}

/** Passes everything until it is told to fall silent; then it keeps the connections and loses what is sent. */
async function silentNetwork(): Promise<Network & { fallSilent: () => void }> {
  let silent = false;
  const pass = (from: Socket, to: Socket) => from.on('data', (chunk) => void (silent || to.write(chunk)));
  const fallSilent = () => {
    silent = true;
  };
  return { ...(await network(pass, () => !silent)), fallSilent };
}

interface Network {
  port: number;
  close(): void;
}

/** Between a launcher and the broker; `ends`: whether the end of a connection is passed on, too. */
function network(pass: (from: Socket, to: Socket) => void, ends: () => boolean): Promise<Network> {
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const upstream = connectSocket(address.port, address.host);
    pass(client, upstream);
    pass(upstream, client);
    sockets.push(client, upstream);
    for (const socket of [client, upstream])
      socket.on('error', () => {}).on('close', () => void (ends() && [client, upstream].forEach((each) => void each.destroy())));
  });
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve({ port: (server.address() as { port: number }).port, close })),
  );
}

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
