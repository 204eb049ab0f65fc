import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Cluster, KeptMessage, NewProcessorJob, Owner, ProcessorEnd, ProcessorJob, ProcessorJobs } from '../../handler/cluster.ts';
import type { LaunchSettings } from '../../handler/contract.ts';
import { jobRunner } from '../../handler/jobRunner.ts';
import { job, settings as sample } from './sample.ts';

const target = `resize-${job.uid}`;
const scaledJob: Owner = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', name: 'resize', uid: 'scaled' };
const own = { uid: job.uid, created: 1, owner: scaledJob };
const until = new AbortController().signal;
const log = { info() {}, warn() {}, error() {} };
const message: KeptMessage = {
  pull: 'p1',
  kept: new Map([
    ['MESSAGE', '"x"'],
    ['MODE', 'sent'],
    ['SIZE', '3'],
    ['event-jobs.origin', '{}'],
  ]),
};

/** What was asked of the cluster, in its order. Maps stand in for the API server, which overtakes nobody on demand; test/crash has the real one. */
let calls: string[];
let secrets: Map<string, KeptMessage & { owner: Owner }>;
let jobs: Map<string, ProcessorJob & { made?: NewProcessorJob }>;
let end: ProcessorEnd;
/** The launcher's own Job, after the gate. */
let launcher: ProcessorJob | undefined;

beforeEach(() => {
  calls = [];
  secrets = new Map();
  jobs = new Map();
  end = 'succeeded';
  launcher = { uid: job.uid, pull: '', going: false, owner: scaledJob };
});

const cluster: Cluster = {
  find: async (name) => secrets.get(name),
  create: async (name, kept, owner) => {
    calls.push('create Secret');
    if (secrets.has(name)) return 'exists';
    secrets.set(name, { ...kept, owner });
    return 'created';
  },
};

const processors: ProcessorJobs = {
  find: async (name) => (name === job.name ? launcher : jobs.get(name)),
  create: async (made) => {
    calls.push('create Job');
    if (jobs.has(made.name)) return 'exists';
    jobs.set(made.name, { uid: 'P', pull: made.pull, going: false, made });
    return { uid: 'P' };
  },
  delete: async ({ name, uid }) => {
    calls.push(`delete Job ${uid}`);
    if (jobs.get(name)?.uid === uid) jobs.delete(name);
    if (secrets.get(name)?.owner.uid === uid) secrets.delete(name);
  },
  end: async () => end,
};

function runner(settings: Partial<LaunchSettings> = {}) {
  return jobRunner({ settings: { ...sample, runner: 'job', ...settings }, job, cluster, jobs: processors, log });
}

describe('the runner job with dispatch', () => {
  it('makes the processor’s Job, then the Secret that it owns, and hands over an end', async () => {
    const one = runner();
    await one.keep(message, own, until);
    expect(calls).toEqual(['create Job', 'create Secret']);
    expect(jobs.get(target)?.made).toEqual({ name: target, pull: 'p1', variables: ['MESSAGE', 'SIZE'], owner: scaledJob });
    expect(secrets.get(target)).toMatchObject({ pull: 'p1', owner: { kind: 'Job', name: target, uid: 'P' } });
    expect(one.handOver(message)).toEqual({ outcome: { exit: 0 } });
  });

  it('knows its own Job after a lost answer, and not another pod’s', async () => {
    jobs.set(target, { uid: 'P', pull: 'p1', going: false });
    await runner().keep(message, own, until);
    jobs.set(target, { uid: 'P', pull: 'p2', going: false });
    await expect(runner().keep(message, own, until)).rejects.toMatchObject({
      exit: 'transient',
      message: expect.stringContaining("another pod's"),
    });
  });

  it.each([
    ['was deleted', undefined],
    ['is being deleted', { uid: 'P', pull: 'p1', going: true }],
    ['is another', { uid: 'Q', pull: 'p1', going: false }],
  ])('does not let its message be acknowledged where its Job %s when the Secret is there', async (_, after) => {
    const overtaken: ProcessorJobs = {
      ...processors,
      create: async () => ({ uid: 'P' }),
      find: async (name) => (name === job.name ? launcher : after),
    };
    const one = jobRunner({ settings: { ...sample, runner: 'job' }, job, cluster, jobs: overtaken, log });
    await expect(one.keep(message, own, until)).rejects.toMatchObject({ exit: 'transient' });
  });

  it.each([
    ['is gone and has left it behind', { owner: undefined }],
    ['is another by its name', { owner: { ...scaledJob, uid: 'next' } }],
    ['takes it along', { going: true }],
  ])('does not let its message be acknowledged where its ScaledJob %s when the Secret is there', async (_, change) => {
    const one = runner();
    launcher = { uid: job.uid, pull: '', going: false, owner: scaledJob, ...change };
    await expect(one.keep(message, own, until)).rejects.toMatchObject({ exit: 'transient', message: expect.stringContaining('ScaledJob') });
    await one.undo();
    expect(jobs.size + secrets.size).toBe(0);
    launcher = undefined;
    await expect(runner().keep(message, own, until)).rejects.toMatchObject({ exit: 'transient' });
  });

  it('needs no ScaledJob where there was none at the gate', async () => {
    launcher = undefined;
    await runner().keep(message, { ...own, owner: undefined }, until);
    expect(jobs.get(target)?.made?.owner).toBeUndefined();
  });

  it('has nothing to resume before anything was begun, and nothing to do where the message is dispatched', async () => {
    expect(await runner().resume(until)).toBeUndefined();
    await runner().keep(message, own, until);
    expect(await runner().resume(until)).toMatchObject({ outcome: { exit: 0 }, why: expect.stringContaining('dispatched already') });
    expect(jobs.size).toBe(1);
  });

  it('never uses an earlier pod’s Job without a Secret: it bars the Secret’s name, deletes the Job by uid, and ends well', async () => {
    jobs.set(target, { uid: 'old', pull: 'p0', going: false });
    expect(await runner().resume(until)).toMatchObject({ outcome: { exit: 0 } });
    expect(calls).toEqual(['create Secret', 'delete Job old']);
    expect(jobs.size + secrets.size).toBe(0);
  });

  it('leaves that Job alone where its pod comes to keep the message after all', async () => {
    jobs.set(target, { uid: 'old', pull: 'p0', going: false });
    let looks = 0;
    // The other pod keeps its message between this one's look and its barring of the name.
    const racing: Cluster = {
      find: async (name) => (looks++ === 0 ? undefined : secrets.get(name)),
      create: async (name, kept, owner) => {
        secrets.set(name, { ...message, pull: 'p0', owner: { ...scaledJob, uid: 'old' } });
        return cluster.create(name, kept, owner);
      },
    };
    const one = jobRunner({ settings: { ...sample, runner: 'job' }, job, cluster: racing, jobs: processors, log });
    expect(await one.resume(until)).toMatchObject({ why: expect.stringContaining('dispatched already') });
    expect(jobs.get(target)?.uid).toBe('old');
  });

  it('undoes what it has made, also where no answer told it the uid', async () => {
    const one = runner();
    await one.keep(message, own, until);
    await one.undo();
    expect(jobs.size + secrets.size).toBe(0);
    const unanswered = { ...processors, create: () => Promise.reject(new Error('no answer')) };
    const two = jobRunner({ settings: { ...sample, runner: 'job' }, job, cluster, jobs: unanswered, log });
    jobs.set(target, { uid: 'P', pull: 'p1', going: false });
    await expect(two.keep(message, own, until)).rejects.toThrow('no answer');
    await two.undo();
    expect(jobs.size).toBe(0);
  });
});

describe('the runner job with completion', () => {
  const completion = { acknowledge: 'completion' as const };

  it('makes a Job that goes with the launcher’s, has the time that is left, and lets the main container wait', async () => {
    const one = runner(completion);
    await one.keep(message, { ...own, started: Date.now() / 1000 - 100 }, until);
    const { made } = jobs.get(target) ?? {};
    expect(made?.owner).toEqual({ apiVersion: 'batch/v1', kind: 'Job', name: job.name, uid: job.uid });
    expect(made?.seconds).toBeGreaterThan(490);
    expect(made?.seconds).toBeLessThanOrEqual(500);
    expect(one.handOver(message)).toEqual({ outcome: { wait: true } });
    expect(await one.end(own, until)).toBe('succeeded');
  });

  it('abandons what an earlier run has begun', async () => {
    expect(await runner(completion).abandon(until)).toBe(false);
    await runner(completion).keep(message, own, until);
    expect(await runner(completion).abandon(until)).toBe(true);
    expect(jobs.size).toBe(0);
  });
});
