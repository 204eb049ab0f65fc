import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connectBroker } from '../../handler/broker.ts';
import type { Cluster } from '../../handler/cluster.ts';
import { launch } from '../../handler/launch.ts';
import type { Outcome } from '../../handler/outcome.ts';
import type { BrokerAddress } from '../../handler/settings.ts';
import { Queue } from '../broker/queue.ts';
import { job, settings as sample } from '../handler/sample.ts';

jest.setTimeout(90_000);

const folder = mkdtempSync(join(tmpdir(), 'event-jobs-outage-'));
const broker = (command: string, ...more: string[]) =>
  execFileSync('test/broker/broker', [command, folder, ...more], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
let address: BrokerAddress;

beforeAll(() => {
  const port = Number(/AMQP_PORT=(\d+)/.exec(broker('start'))?.[1]);
  address = { host: '127.0.0.1', port, username: 'guest', password: 'guest' };
});
afterAll(() => {
  broker('stop');
});

function run(queue: string, create: Cluster['create']): Promise<Outcome[]> {
  const left: Outcome[] = [];
  return launch({
    settings: { ...sample, queue, deadline: 60 },
    job,
    connect: () => connectBroker(address, '/', 'test'),
    cluster: { find: async () => undefined, create },
    volume: {
      messageFile: '/event/message',
      leave: async (outcome) => {
        left.push(outcome);
      },
    },
    log: { info() {}, warn() {}, error() {} },
    stop: new AbortController().signal,
  }).then(() => left);
}

describe('a broker that is down', () => {
  it('and comes back inside the deadline delays a launch, and its message is still there', async () => {
    const queue = await Queue.declare({}, address);
    await queue.publish({ content: 'x' });
    broker('down');
    const launched = run(queue.name, async () => 'created');
    // The launcher meets a broker that refuses before there is one again.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    broker('start');
    expect(await launched).toEqual([expect.objectContaining({ run: expect.any(Map) })]);
    const later = await Queue.declare({}, address);
    expect(await later.ready(queue.name)).toBe(0);
    await later.delete(queue.name);
  });

  it('just before the acknowledgement hands over all the same, and delivers the message once more', async () => {
    const queue = await Queue.declare({}, address);
    await queue.publish({ content: 'x' });
    // RabbitMQ 3 tells of a declared queue before its own database has it on disk.
    broker('ctl', 'eval', 'mnesia:sync_log().');
    const outcomes = await run(queue.name, async () => {
      broker('kill');
      return 'created';
    });
    expect(outcomes).toEqual([expect.objectContaining({ run: expect.any(Map) })]);
    broker('start');
    const later = await Queue.declare({}, address);
    expect(await later.ready(queue.name)).toBe(1);
    await later.delete(queue.name);
  });
});
