import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import type { V1Pod } from '@kubernetes/client-node';
import { eventually } from '../../eventually.ts';
import { mostAtOnce } from '../atOnce.ts';
import { planted } from '../canary.ts';
import { kubectl } from '../cluster.ts';
import { condition } from '../history.ts';
import type { Stage } from './stage.ts';
import { patience, processorOf, type Told, Trial } from './trial.ts';

const cap = 5;
const count = 8;
const awkward = {
  QUOTES: `'"$HOME \`id\` \\`,
  LINES: 'one\ntwo\r\n\n',
  UNICODE: 'ü€𝄞\u2028',
  EMPTY: '',
  'spring.data-source.url': 'jdbc:x?a=b',
};

/** Of processors that work until they are let go: however slow the machine, the cap is reached. */
const held = `const fs = require('fs'); fs.writeFileSync('/dev/shm/began', '');
const wait = setInterval(() => { if (fs.existsSync('/dev/shm/go')) { clearInterval(wait); tell(); } }, 50)`;

/** Enough messages for the cap, and what each processor finds. */
export const works = (stage: Stage) =>
  Trial.run(stage, 'works', async (trial) => {
    const keys = { ...processorOf(held), parallelism: cap, environment: { CONFIGURED: '$(EMPTY) "x"' } };
    await trial.configure(keys);
    for (let n = 0; n < count; n++) await trial.queue.publish(planted({ n }, awkward), { messageId: `m${n}` });
    await trial.stage.history.until(`${cap} processors run at once`, () => trial.running().length >= cap, patience);
    const begun = "const look = () => fs.existsSync('/dev/shm/began') || setTimeout(look, 50); look()";
    await Promise.all(namesOf(trial.running()).map((name) => inProcessor(trial, name, begun)));
    const released = new Set<string>();
    await trial.settled(count, () => release(trial, released));

    const told = await trial.told();
    expect(told.map(({ env }) => env.MESSAGE).sort()).toEqual(
      Array.from({ length: count }, (_, n) => JSON.stringify(planted({ n }).content)),
    );
    for (const one of told) expectContract(stage, one);
    expect(mostAtOnce(told)).toBe(cap);
    expect(trial.jobs().map(condition)).toEqual(trial.jobs().map(() => 'Complete'));
    await expectNoneStoodDown(trial);
    await expectOwnedSecrets(trial, told);
    await emptyQueueEndsWell(trial, keys);
    await historyIsKeptAsSaid(trial);
  });

async function release(trial: Trial, released: Set<string>): Promise<void> {
  const others = namesOf(trial.running()).filter((name) => !released.has(name));
  for (const name of others) released.add(name);
  await Promise.all(others.map((name) => inProcessor(trial, name, "fs.writeFileSync('/dev/shm/go', '')").catch(cutOff)));
}

function inProcessor(trial: Trial, name: string, script: string): Promise<string> {
  return kubectl(['exec', '-n', trial.stage.namespace.name, '-c', 'processor', name, '--', '/nodejs/bin/node', '-e', script]);
}

/** A processor that is let go may be faster than the command that did so, and takes it with it. */
function cutOff(error: Error): void {
  if (!error.message.includes('exit code 137')) throw error;
}

function namesOf(pods: readonly V1Pod[]): string[] {
  return pods.map(({ metadata }) => metadata?.name ?? '');
}

function expectContract({ cell, namespace }: Stage, { env }: Told): void {
  const { MESSAGE = '' } = env;
  expect(env).toMatchObject({
    ISSUER: 'goci/kubernetes-event-job',
    TARGET: expect.stringMatching(/^works-[0-9a-f-]{36}$/),
    CHECKSUM: createHash('sha1').update(`${namespace.name}:works:${MESSAGE}`).digest('hex'),
    MESSAGE_ID: `m${(JSON.parse(MESSAGE) as { n: number }).n}`,
    CONFIGURED: '$(EMPTY) "x"',
    ...planted('', awkward).environment,
  });
  expect(env.MESSAGE_FILE).toBe(cell.runner === 'exec' ? '/event/message' : undefined);
}

/** KEDA's cache may lag on a node as busy as this suite makes it: only of a crowd that it made itself may some stand down. */
async function expectNoneStoodDown(trial: Trial): Promise<void> {
  const atOnce = mostAtOnce(trial.pieces());
  if (atOnce > cap)
    console.log(`${trial.stage.cell.runner}, ${trial.stage.cell.acknowledge}: KEDA had ${atOnce} unfinished under a cap of ${cap}`);
  else expect(await trial.launcherLog()).not.toContain('stood down');
}

async function expectOwnedSecrets(trial: Trial, told: readonly Told[]): Promise<void> {
  const secrets = await trial.secrets();
  expect(secrets.map(({ metadata }) => metadata?.name).sort()).toEqual(told.map(({ env }) => env.TARGET).sort());
  const owners = trial.processorJobs().map(({ metadata }) => metadata?.uid);
  for (const { immutable, metadata } of secrets) {
    expect(immutable).toBe(true);
    expect(owners).toContain(metadata?.ownerReferences?.[0]?.uid);
  }
}

/** As where the message that a Job was started for is gone. */
async function emptyQueueEndsWell(trial: Trial, keys: Record<string, unknown>): Promise<void> {
  const processors = trial.processorJobs().length;
  await trial.startJob(keys);
  const job = () => trial.jobs().find(({ metadata }) => metadata?.name === 'works-by-hand');
  await trial.stage.history.until('the Job without a message has ended', () => condition(job() ?? {}) !== undefined);
  expect(condition(job() ?? {})).toBe('Complete');
  expect(await trial.launcherLog()).toContain('the queue is empty');
  expect(trial.processorJobs()).toHaveLength(processors + (trial.stage.cell.runner === 'exec' ? 1 : 0));
}

/** With dispatch KEDA counts a processor's Job as it counts its launcher's; with completion that goes with its launcher's. */
async function historyIsKeptAsSaid({ stage, name }: Trial): Promise<void> {
  const patch = JSON.stringify({ spec: { successfulJobsHistoryLimit: 2 } });
  await kubectl(['patch', 'scaledjob', name, '-n', stage.namespace.name, '--type=merge', '-p', patch]);
  const left = stage.cell.runner === 'job' && stage.cell.acknowledge === 'completion' ? 4 : 2;
  const there = async () =>
    (await stage.namespace.jobs()).filter(({ metadata }) => metadata?.labels?.['event-jobs.goci.io/entry'] === name);
  await eventually('old Jobs are gone', async () => (await there()).length <= left);
  expect((await there()).length).toBeGreaterThan(0);
}
