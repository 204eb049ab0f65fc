import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';

// The bound for the whole demo.
jest.setTimeout(120_000);

let connection: ChannelModel;
let channel: ConfirmChannel;
let folder: string;

beforeAll(async () => {
  connection = await connect({ hostname: process.env.AMQP_HOST ?? '', port: Number(process.env.AMQP_PORT) });
  channel = await connection.createConfirmChannel();
  folder = mkdtempSync(join(tmpdir(), `demo-test-${randomUUID()}`));
});
afterAll(async () => {
  await connection.close();
  rmSync(folder, { recursive: true, force: true });
});

function demo(environment: NodeJS.ProcessEnv) {
  const { status, stdout, stderr } = spawnSync('scripts/demo', {
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: folder, ...environment },
  });
  return { status, stdout, stderr };
}

const queueIsThere = async (queue: string): Promise<boolean> => {
  const look = await connection.createChannel();
  look.on('error', () => {});
  return look.checkQueue(queue).then(
    () => true,
    () => false,
  );
};

describe('the demo', () => {
  it('shows the whole path with a broker of its own, and leaves nothing', () => {
    const { status, stdout } = demo({ AMQP_HOST: '' });
    expect(status).toBe(0);
    expect(stdout).toContain('maxReplicaCount: 5');
    expect(stdout).toContain('8 processed, 0 failed, 1 dead-lettered, 0 empty runs, at most 5 at once');
    expect(stdout).toContain('x-event-jobs-reason: the message is not JSON');
    expect(stdout).toContain('as expected: 8 messages processed, once each; 1 dead-lettered');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('uses the broker that AMQP_HOST names and deletes the queues that it declared', async () => {
    const { status, stdout } = demo({});
    expect(status).toBe(0);
    expect(stdout).toContain(`using the RabbitMQ at ${process.env.AMQP_HOST}:${process.env.AMQP_PORT}`);
    expect([await queueIsThere('invoices'), await queueIsThere('invoices.dead')]).toEqual([false, false]);
  });

  it('does not touch messages that are not its own', async () => {
    await channel.assertQueue('invoices', { durable: true });
    channel.sendToQueue('invoices', Buffer.from('somebody’s'));
    await channel.waitForConfirms();
    const { status, stderr } = demo({});
    expect(status).toBe(1);
    expect(stderr).toContain('there are messages in invoices already');
    expect((await channel.deleteQueue('invoices')).messageCount).toBe(1);
  });

  it('uses a queue that is there and empty, and leaves it there', async () => {
    await channel.assertQueue('invoices', { durable: true });
    expect(demo({}).status).toBe(0);
    expect((await channel.deleteQueue('invoices')).messageCount).toBe(0);
  });
});
