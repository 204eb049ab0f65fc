import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import { identity } from '../../handler/local/identity.ts';
import { manifests, type Sample, scaledJob } from '../handler/local/sample.ts';

// Most of it is waiting for processes, which a busy machine makes longer.
jest.setTimeout(60_000);

let connection: ChannelModel;
let channel: ConfirmChannel;
let queue: string;
let work: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  connection = await connect({ hostname: process.env.AMQP_HOST ?? '', port: Number(process.env.AMQP_PORT) });
  channel = await connection.createConfirmChannel();
});
afterAll(() => connection.close());

beforeEach(async () => {
  queue = `local-${randomUUID()}`;
  work = mkdtempSync(join(tmpdir(), 'event-jobs-local-'));
  await channel.assertQueue(queue, { durable: true });
});

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await channel.deleteQueue(queue);
  await channel.deleteQueue(`${queue}.dead`);
  rmSync(work, { recursive: true, force: true });
});

async function publish(...bodies: unknown[]): Promise<void> {
  for (const body of bodies) channel.sendToQueue(queue, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
  await channel.waitForConfirms();
}

const ready = async (name = queue) => (await channel.checkQueue(name)).messageCount;

/** A shell command that leaves its traces in the folder WORK. In a manifest `$$` is one dollar sign. */
const job = (script: string, sample: Sample = {}) =>
  scaledJob({ name: 'greet', queue, command: ['sh', '-c', script], env: [{ name: 'WORK', value: work }], ...sample });

const lines = (file: string): string[] => {
  const path = join(work, file);
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
};
const files = (folder: string): string[] => readdirSync(join(work, 'state', folder));

interface Local {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly end: Promise<number | string | null>;
}

function local(text: string, args = ['--drain'], env: NodeJS.ProcessEnv = {}): Local {
  const child = spawn(process.execPath, ['bin/event-jobs', 'local', '--state', join(work, 'state'), ...args], {
    env: { ...process.env, ...env },
  });
  started.push(child);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      said[name] += chunk;
    });
  }
  child.stdin.end(text);
  const end = once(child, 'close').then(([code, signal]) => code ?? signal);
  return { child, stdout: () => said.stdout, stderr: () => said.stderr, end };
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (const last = Date.now() + 15_000; Date.now() < last; await sleep(20)) if (await what()) return;
  throw new Error(`not in time: ${what}`);
}

describe('a drain', () => {
  it('runs every message once, with its contract, and never more than the maximum at once', async () => {
    const contents = Array.from({ length: 12 }, (_, number) => ({ number }));
    await publish(...contents.map((content) => ({ content, environment: { 'odd.name': 'x', WORK: 'theirs' } })));
    const script = `echo "+ $(date +%s%N)" >> $WORK/log; sleep 0.3
      printf '%s\\n' "$MESSAGE|$TARGET|$(cat "$MESSAGE_FILE")|$(grep -cz '^odd.name=x$' /proc/$$/environ)|\${AMQP_HOST-none}"
      echo "- $(date +%s%N)" >> $WORK/log`;
    const run = local(manifests(job(script)));
    expect(await run.end).toBe(0);
    const shown = run.stdout().trimEnd().split('\n');
    expect(shown).toHaveLength(12);
    for (const line of shown) expect(line).toMatch(/^greet-[0-9a-f]{8} \| (\{"number":\d+\})\|greet-[-0-9a-f]{36}\|\1\|1\|none$/);
    expect(new Set(shown.map((line) => line.split('|')[1])).size).toBe(12);
    let running = 0;
    let most = 0;
    const events = lines('log').map((line) => line.split(' '));
    for (const [sign] of events.sort((one, other) => Number(BigInt(one[1] ?? 0) - BigInt(other[1] ?? 0)))) {
      running += sign === '+' ? 1 : -1;
      most = Math.max(most, running);
    }
    expect(most).toBe(3);
    expect(run.stderr()).toContain('greet: 12 processed, 0 failed, 0 dead-lettered, 0 empty runs, at most 3 at once');
    expect([files('secrets'), files('failed'), files('volumes'), files('running')]).toEqual([[], [], [], []]);
    expect(await ready()).toBe(0);
  });

  it('parks a bad message with its reason and goes on', async () => {
    await publish('no JSON', { content: 'good' }, { content: 'x', environment: { PATH: '/evil' } });
    const run = local(manifests(job('echo $MESSAGE')));
    expect(await run.end).toBe(0);
    expect(run.stdout()).toMatch(/^greet-.{8} \| "good"\n$/);
    expect(run.stderr()).toContain('1 processed, 0 failed, 2 dead-lettered');
    expect(await ready(`${queue}.dead`)).toBe(2);
    const letters = [await channel.get(`${queue}.dead`, { noAck: true }), await channel.get(`${queue}.dead`, { noAck: true })];
    const reasons = letters.map((letter) => letter !== false && letter.properties.headers?.['x-event-jobs-reason']);
    expect(reasons.sort()).toEqual(['environment: variable 1 is PATH, which a message must not set', 'the message is not JSON']);
  });

  it('tries a failing command again with the same Secret, pulling nothing', async () => {
    await publish({ content: 'first' }, { content: 'second' });
    const run = local(manifests(job('echo "$TARGET $MESSAGE" >> $WORK/tries; [ $(grep -c "^$TARGET" $WORK/tries) = 3 ]', { max: 1 })));
    expect(await run.end).toBe(0);
    const tries = lines('tries');
    expect(tries).toHaveLength(6);
    expect(new Set(tries).size).toBe(2);
    expect(run.stderr().match(/pulled a message/g)).toHaveLength(2);
    expect(run.stderr().match(/this Job has its message already/g)).toHaveLength(4);
    expect(run.stderr()).toContain('2 processed, 0 failed');
  });

  it('ends with 1 when a Job failed for good, and says where its message is', async () => {
    await publish({ content: 'poison' });
    const run = local(manifests(job('exit 3', { retries: 1 })));
    expect(await run.end).toBe(1);
    const [file = ''] = files('failed');
    expect(run.stderr()).toContain(`failed for good: ended with code 3; its message is kept in ${join(work, 'state', 'failed', file)}`);
    expect(run.stderr()).toContain('0 processed, 1 failed');
    expect(files('secrets')).toEqual([]);
    expect(await local(manifests(job('exit 0'))).end).toBe(0);
    expect(files('failed')).toEqual([file]);
  });

  it('ends with 1 for a queue that is missing', async () => {
    const run = local(manifests(job('true', { queue: `${queue}.missing` })));
    expect(await run.end).toBe(1);
    expect(run.stderr()).toMatch(/NOT_FOUND - no queue 'local-.*missing'/);
  });

  it('ends with 1 for a command that is not there, as the hand-over program would end', async () => {
    await publish({ content: 'x' });
    const run = local(manifests(job('', { command: ['no-such-command'], retries: 0 })));
    expect(await run.end).toBe(1);
    expect(run.stderr()).toContain('cannot run no-such-command: spawn no-such-command ENOENT (code 127)');
  });

  it('ends at once for refused credentials', async () => {
    const run = local(manifests(job('true')), ['--drain'], { AMQP_USERNAME: 'nobody', AMQP_PASSWORD: 'x' });
    expect(await run.end).toBe(1);
    expect(run.stderr()).toContain('ACCESS-REFUSED');
  });

  it('passes a paused entry over', async () => {
    await publish({ content: 'x' });
    const run = local(manifests(job('true', { paused: true })));
    expect(await run.end).toBe(0);
    expect(await ready()).toBe(1);
  });

  it('ends a command that takes longer than its Job may, with what it started', async () => {
    await publish({ content: 'x' });
    const run = local(manifests(job('trap "" TERM; sleep 60 & echo $! > $WORK/child; wait; sleep 60', { timeout: 1, grace: 1 })));
    expect(await run.end).toBe(1);
    expect(run.stderr()).toContain('failed for good: took longer than its 1 s');
    expect(identity(Number(lines('child')[0]))).toBeUndefined();
    expect(files('failed')).toHaveLength(1);
  });
});

describe('without a drain', () => {
  it('waits for a queue that is missing, then works on it', async () => {
    const later = `${queue}.later`;
    const run = local(manifests(job('echo "$MESSAGE" >> $WORK/done', { queue: later })), []);
    await until(() => run.stderr().includes('looking again every 1 s'));
    await channel.assertQueue(later, { durable: true });
    channel.sendToQueue(later, Buffer.from('{"content":"late"}'));
    await until(() => lines('done').length === 1);
    run.child.kill('SIGTERM');
    expect(await run.end).toBe(0);
    expect(run.stderr()).toContain('1 processed');
    await channel.deleteQueue(later);
  });

  it('stops on SIGTERM: the commands get it, one that ends with 0 is done, one that does not is gone on with later', async () => {
    await publish({ content: 'well' }, { content: 'badly' });
    const script = `case $MESSAGE in *well*) trap 'echo ended >> $WORK/done; exit 0' TERM;; *) trap 'exit 9' TERM;; esac
      [ -e $WORK/go ] && { echo "$MESSAGE $TARGET" >> $WORK/again; exit 0; }
      echo $TARGET >> $WORK/started; while :; do sleep 0.05; done`;
    const run = local(manifests(job(script)), []);
    await until(() => lines('started').length === 2);
    run.child.kill('SIGTERM');
    expect(await run.end).toBe(0);
    expect(lines('done')).toEqual(['ended']);
    expect(run.stderr()).toContain('1 unfinished: kept in');
    expect(run.stderr()).toContain('1 processed, 0 failed');
    const [left = ''] = files('secrets');
    expect(await ready()).toBe(0);
    writeFileSync(join(work, 'go'), '');
    const again = local(manifests(job(script)));
    expect(await again.end).toBe(0);
    expect(lines('again')).toEqual([`"badly" ${left.replace('.json', '')}`]);
    expect(again.stderr()).toContain('goes on with 1 unfinished of an earlier run');
    expect(files('secrets')).toEqual([]);
  });

  it('loses nothing when it is killed, ends what outlived it, and goes on within the maximum', async () => {
    await publish({ content: 'a' }, { content: 'b' }, { content: 'c' });
    const script = `[ -e $WORK/go ] && { echo "$MESSAGE" >> $WORK/done; exit 0; }
      echo "$$$$ $TARGET" >> $WORK/started; exec sleep 60`;
    const run = local(manifests(job(script, { max: 2 })), []);
    await until(() => lines('started').length === 2 && files('running').filter((file) => !file.endsWith('.new')).length === 2);
    run.child.kill('SIGKILL');
    await run.end;
    expect(files('secrets')).toHaveLength(2);
    writeFileSync(join(work, 'go'), '');
    const again = local(manifests(job(script, { max: 2 })));
    expect(await again.end).toBe(0);
    expect(lines('done').sort()).toEqual(['"a"', '"b"', '"c"']);
    expect(again.stderr().match(/its command had outlived an earlier run; it is ended/g)).toHaveLength(2);
    for (const line of lines('started')) expect(identity(Number.parseInt(line, 10))).toBeUndefined();
    expect(again.stderr()).toContain('3 processed, 0 failed, 0 dead-lettered, 0 empty runs, at most 2 at once');
  });

  it('lets no second one work on the same state', async () => {
    const first = local(manifests(job('true')), []);
    await until(() => first.stderr().includes('up to 3 at once'));
    const second = local(manifests(job('true')));
    expect(await second.end).toBe(2);
    expect(second.stderr()).toContain(`another event-jobs local (process ${first.child.pid})`);
    first.child.kill('SIGINT');
    expect(await first.end).toBe(0);
    expect(await local(manifests(job('true'))).end).toBe(0);
  });

  it('refuses, before anything starts, what it cannot do', async () => {
    await publish({ content: 'x' });
    const valueFrom = { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } };
    const run = local(manifests(job('true'), job('true', { name: 'other', env: [valueFrom] })));
    expect(await run.end).toBe(2);
    expect(run.stderr()).toContain('media/other: its variable TOKEN comes by valueFrom');
    expect(await ready()).toBe(1);
  });
});

it('stopped while it drains, ends with the signal’s code', async () => {
  await publish({ content: 'x' });
  const run = local(manifests(job('echo > $WORK/started; exec sleep 60')));
  await until(() => lines('started').length === 1);
  run.child.kill('SIGINT');
  expect(await run.end).toBe(130);
});
