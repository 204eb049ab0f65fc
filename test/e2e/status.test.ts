import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { userApi } from '../../handler/operator/userApi.ts';
import { type Look, look } from '../../handler/status/look.ts';
import type { Row } from '../../handler/status/row.ts';
import { Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { canary } from './canary.ts';
import { config, kubectl } from './cluster.ts';
import { eventJobs, lines, start } from './eventJobs.ts';
import { type Entry, Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(240_000);

const works = nodeProcessor('setTimeout(() => {}, 600_000)');
const entries: Record<string, Record<string, unknown>> = {
  quiet: { paused: true },
  working: { parallelism: 4 },
  failing: nodeProcessor('process.exit(9)'),
  imageless: { image: 'localhost/no-such-image', imageVersion: '1' },
  homeless: { template: { spec: { nodeSelector: { 'e2e/node': 'none' } } } },
  queueless: {},
};

/** Of the project's own cluster. */
const { MANAGEMENT_HOST, MANAGEMENT_PORT } = process.env;
const management = MANAGEMENT_HOST && `http://${MANAGEMENT_HOST}:${MANAGEMENT_PORT}`;

let namespace: Namespace;
let queues: Record<string, Queue>;
let folder: string;

const status = (...args: string[]) => eventJobs(['status', '--namespace', namespace.name, ...args]);

async function entryNow(name: string, ...args: string[]) {
  const { code, stdout, stderr } = await status(name, '--output', 'json', ...args);
  if (code !== 0) throw new Error(stderr);
  const { entries, notes } = JSON.parse(stdout) as Look;
  return { ...entries[0], notes };
}

/** Waits without starting a process for each look. */
async function until(what: string, name: string, holds: (row: Row) => boolean): Promise<void> {
  const ask = await userApi(config);
  await eventually(what, async () => {
    const { entries } = await look(ask, { namespace: namespace.name }, async () => new Map());
    return entries.some((row) => row.name === name && holds(row));
  });
}

beforeAll(async () => {
  namespace = await Namespace.create();
  folder = mkdtempSync(join(tmpdir(), 'status-'));
  const named = Object.keys(entries).map(async (name) => [name, await Queue.declare()] as const);
  queues = Object.fromEntries(await Promise.all(named));
  const configured = Object.entries(entries).map(([jobName, own]): [string, Entry] => [
    queues[jobName]?.name ?? '',
    { jobName, ...works, interval: 1, retries: 0, ...own },
  ]);
  await queues.queueless?.channel.deleteQueue(queues.queueless.name);
  for (const name of Object.keys(entries).filter((name) => name !== 'queueless')) await queues[name]?.publish({ content: name });
  await queues.working?.publish({ content: 'another' });
  await namespace.configure(Object.fromEntries(configured));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const queue of Object.values(queues)) await queue.delete(`${queue.name}.dead`);
  await namespace.delete();
});

describe('status shows an entry', () => {
  it('that works, with how many of how many pieces', async () => {
    await until('two run', 'working', ({ running }) => running === 2);
    // Its launcher pulls only once its Job counts.
    await eventually('both messages are pulled', async () => (await queues.working?.ready()) === 0);
    expect(await entryNow('working')).toMatchObject({ ready: 0, cap: 4, paused: false, keda: { ready: true }, cannotStart: [] });
  });

  it('that failed, why, and with which messages kept', async () => {
    await until('it failed', 'failing', ({ failed }) => failed.last !== null);
    const { failed } = await entryNow('failing');
    expect(failed).toEqual({ jobs: 1, messagesKept: 1, last: expect.objectContaining({ reason: 'BackoffLimitExceeded', exitCode: 9 }) });
    expect((await status('failing')).stdout).toMatch(/BackoffLimitExceeded 9 .*\n\n.*\n.*event-jobs redrive failing --namespace/);
  });

  it.each([
    ['imageless', /^(ErrImagePull|ImagePullBackOff)$/],
    ['homeless', /^Unschedulable$/],
  ])('whose pod cannot start: %s', async (name, reason) => {
    await until('it is stuck', name, ({ cannotStart }) => cannotStart.length > 0);
    expect(await entryNow(name)).toMatchObject({ running: 1, cannotStart: [{ reason: expect.stringMatching(reason) }] });
  });

  it('without its queue, in KEDA’s words', async () => {
    await until('KEDA has looked', 'queueless', ({ keda }) => keda !== null);
    const { keda, ready, deadLetters, notes } = await entryNow('queueless');
    expect({ keda, ready, deadLetters }).toMatchObject({ keda: { ready: false }, ready: null, deadLetters: 0 });
    expect(notes).toContainEqual(`queueless: there is no queue ${queues.queueless?.name} in virtual host /`);
  });

  it('that is paused, and then draining, with its messages and dead letters', async () => {
    const queue = queues.quiet;
    await queue?.channel.assertQueue(`${queue.name}.dead`, { durable: true });
    queue?.channel.sendToQueue(`${queue.name}.dead`, Buffer.from('dead'));
    await queue?.channel.waitForConfirms();
    expect(await entryNow('quiet')).toMatchObject({
      ready: 1,
      deadLetters: 1,
      unacknowledged: null,
      paused: true,
      draining: false,
      running: 0,
    });
    await kubectl(['annotate', 'scaledjob', 'quiet', '--namespace', namespace.name, 'event-jobs.goci.io/draining=true']);
    expect((await status('quiet')).stdout).toMatch(/quiet .* Draining\n/);
  });

  const withManagement = management === undefined ? it.skip : it;
  withManagement('with what is held and not acknowledged, if the management API may be asked', async () => {
    const queue = queues.quiet;
    await queue?.publish({ content: 'held' });
    await queue?.channel.get(queue.name, { noAck: false });
    // The suite's own user may not ask it, which is said.
    expect((await entryNow('quiet', '--management-url', management ?? '')).notes).toEqual([expect.stringContaining('refuses')]);
    const may = { AMQP_USERNAME: 'guest', AMQP_PASSWORD: 'guest' };
    const asked = async () => {
      const { stdout } = await eventJobs(
        ['status', 'quiet', '-n', namespace.name, '-o', 'json', '--management-url', management ?? ''],
        may,
      );
      return JSON.parse(stdout) as Look;
    };
    await eventually('it is held', async () => (await asked()).entries[0]?.unacknowledged === 1);
    expect(await asked()).toMatchObject({ entries: [{ ready: 1, unacknowledged: 1 }], notes: [] });
  });
});

describe('status', () => {
  it('does without a broker, and says why', async () => {
    expect(await entryNow('working', '--no-broker')).toMatchObject({ ready: null, deadLetters: null, running: 2 });
    const { ready, running, notes } = await entryNow('working', '--amqp-host', '127.0.0.1', '--amqp-port', '1');
    expect({ ready, running, notes }).toEqual({
      ready: null,
      running: 2,
      notes: expect.arrayContaining([expect.stringContaining('127.0.0.1:1')]),
    });
  });

  it('has all entries in one table', async () => {
    const { stdout } = await status();
    const names = stdout
      .split('\n\n')[0]
      ?.split('\n')
      .map((line) => line.split(' ')[0]);
    expect(names).toEqual(['NAME', ...Object.keys(entries).sort()]);
    expect(stdout).not.toContain(canary.password);
  });

  it('watched, tells of each change by a line, and ends by Ctrl-C', async () => {
    const running = start(['status', 'quiet', '--namespace', namespace.name, '--watch', '--output', 'json', '--interval', '1']);
    const changes = lines(running);
    const next = async () => (JSON.parse((await changes.next()).value) as Look).entries[0];
    const before = (await next())?.deadLetters ?? 0;
    queues.quiet?.channel.sendToQueue(`${queues.quiet.name}.dead`, Buffer.from('one more'));
    expect((await next())?.deadLetters).toBe(before + 1);
    running.kill('SIGINT');
    expect(await once(running, 'exit')).toEqual([null, 'SIGINT']);
  });

  it('says which entry is not there', async () => {
    expect(await status('working', 'missing')).toMatchObject({ code: 1, stderr: expect.stringContaining('no entry missing') });
  });

  it('says that the cluster does not answer', async () => {
    const named = (name: string, own: object) => [{ name, ...own }];
    const clusters = named('gone', { cluster: { server: 'https://127.0.0.1:1' } });
    const contexts = named('gone', { context: { cluster: 'gone', user: 'gone' } });
    const config = { apiVersion: 'v1', kind: 'Config', 'current-context': 'gone', clusters, contexts, users: named('gone', { user: {} }) };
    writeFileSync(join(folder, 'gone'), JSON.stringify(config));
    const { code, stderr } = await status('--kubeconfig', join(folder, 'gone'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/the cluster at .* \(context gone\) does not answer/) });
  });
});
