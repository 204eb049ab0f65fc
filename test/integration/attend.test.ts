import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Options } from 'amqplib';
import { connectBroker } from '../../handler/broker.ts';
import type { PodState } from '../../handler/cluster.ts';
import { accessTo, address, Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { inMemory, type Launching, type Left, ended as launchEnded } from './launching.ts';
import { rabbitmqctl } from './rabbitmqctl.ts';

jest.setTimeout(60_000);

const queues: [kind: string, options: Options.AssertQueue][] = [
  ['classic', {}],
  ['quorum', { arguments: { 'x-queue-type': 'quorum' } }],
];

let queue: Queue;
let dead: string;
let left: Left[];

afterEach(() => queue.delete(dead));

async function declared(options: Options.AssertQueue = {}): Promise<void> {
  queue = await Queue.declare(options);
  dead = `${queue.name}.dead`;
  left = [];
}

/** A launcher beside a processor that ends like this as soon as it is handed over to; the pod is not real, as none ends on demand. */
async function attended(state: PodState, more: Partial<Launching> = {}): Promise<{ outcome: string; reason?: string }> {
  const stop = new AbortController();
  const settings = {
    acknowledge: 'completion' as const,
    queue: queue.name,
    deadLetter: { exchange: '', routingKey: dead },
    retries: 2,
    ...more.settings,
  };
  return launchEnded({
    connect: () => connectBroker(accessTo(), 'test'),
    ownPod: { look: async () => state },
    stop: stop.signal,
    // The kubelet starts the processor, which ends, and then stops the sidecar.
    started: async () => stop.abort(),
    left,
    ...more,
    settings,
  });
}

const ended = (exitCode: number): PodState => ({ started: true, ended: { exitCode }, going: false });
const ready = (count: number, where = queue.name) => eventually(`${count} ready`, async () => (await queue.ready(where)) === count, 5);

describe.each(queues)('with completion, a message of a %s queue', (_, options) => {
  beforeEach(() => declared(options));

  it('is acknowledged once its processor has ended well, and not before', async () => {
    await queue.publish({ content: 'x' });
    let whileRunning: number | undefined;
    const look = async () => {
      whileRunning = await queue.ready();
      return ended(0);
    };
    expect(await attended(ended(0), { ownPod: { look } })).toMatchObject({ outcome: 'succeeded' });
    expect(left.map(({ outcome }) => Object.keys(outcome))).toEqual([['run', 'unset']]);
    expect(whileRunning).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await ready(0);
  });

  it('that fails is delivered again as often as the entry says, and then dead-lettered with all that is known', async () => {
    await queue.publish({ content: 'x' }, { messageId: 'm1', headers: { mine: 'yes' }, priority: 3 });
    for (let attempt = 1; attempt <= 2; attempt++) {
      const reason = 'the processor ended with exit code 7';
      expect(await attended(ended(7))).toMatchObject({ outcome: 'failed', reason });
      await ready(1);
    }
    expect(await attended(ended(7))).toMatchObject({ outcome: 'dead-lettered' });
    await ready(0);
    const { content, properties } = await queue.take(dead);
    expect(content.toString()).toBe('{"content":"x"}');
    expect(properties).toMatchObject({ messageId: 'm1', priority: 3, deliveryMode: 2 });
    expect(properties.headers).toMatchObject({
      mine: 'yes',
      'x-event-jobs-reason': 'the processor ended with exit code 7',
      'x-event-jobs-attempts': 3,
      'x-event-jobs-exit-code': 7,
    });
  });

  it('that fails and then works is acknowledged', async () => {
    await queue.publish({ content: 'x' });
    await attended(ended(1));
    await ready(1);
    expect(await attended(ended(0))).toMatchObject({ outcome: 'succeeded' });
    await ready(0);
  });

  it('is given back, not counted as a failure, where its pod was deleted', async () => {
    await queue.publish({ content: 'x' });
    expect(await attended({ started: true, ended: { exitCode: 143 }, going: true })).toMatchObject({ outcome: 'given back' });
    await ready(1);
  });
});

describe('with completion, a launcher', () => {
  beforeEach(() => declared());

  it('that has lost its connection settles nothing, and says so', async () => {
    await queue.publish({ content: 'x' });
    const user = { username: `lost-${queue.name}`, password: 'only' };
    rabbitmqctl('add_user', user.username, user.password);
    rabbitmqctl('set_permissions', user.username, '.*', '.*', '.*');
    const warnings: string[] = [];
    const log = { info() {}, error() {}, warn: (...words: unknown[]) => void warnings.push(String(words[1])) };
    const stop = new AbortController();
    const started = async () => {
      rabbitmqctl('close_all_user_connections', user.username, 'by a test');
      await ready(1);
      stop.abort();
    };
    const connect = () => connectBroker(accessTo({ ...address, ...user }), 'test');
    expect(await attended(ended(0), { connect, log, started, stop: stop.signal })).toMatchObject({ outcome: 'not settled' });
    expect(warnings.join()).toContain('the broker has taken the message back: it is not settled here');
    await ready(1);
    rabbitmqctl('delete_user', user.username);
  });

  it('that is restarted before its outcome, with its Secret there, pulls nothing', async () => {
    await queue.publish({ content: 'x' });
    const cluster = inMemory();
    await attended(ended(0), { cluster });
    await queue.publish({ content: 'y' });
    await expect(attended(ended(0), { cluster })).rejects.toMatchObject({
      exit: 'transient',
      message: expect.stringContaining('restarted'),
    });
    await ready(1);
  });

  it.each([
    ['run', { started: true, going: false }, 'not settled', []],
    ['run', { started: false, going: false }, 'not settled', [{ outcome: { exit: 75 }, message: undefined }]],
    ['exit', { started: false, going: false }, 'ended before', []],
  ] as const)('that is restarted and finds %s settles nothing; its pod is %j', async (kind, state, outcome, expected) => {
    await queue.publish({ content: 'x' });
    const volume = {
      messageFile: '/event/message',
      left: async () => kind,
      leave: async (outcome: Left['outcome'], message?: string) => void left.push({ outcome, message }),
    };
    expect(await attended(state, { volume })).toMatchObject({ outcome });
    expect(left).toEqual(expected);
    await ready(1);
  });
});
