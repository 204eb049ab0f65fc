import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { V1Job, V1PolicyRule, V1Secret } from '@kubernetes/client-node';
import { parse, stringify } from 'yaml';
import { Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { batch, config, core, kubectl } from './cluster.ts';
import { eventJobs, start } from './eventJobs.ts';
import { condition, History } from './history.ts';
import { type Hold, HoldingProxy } from './holdingProxy.ts';
import { type Entry, Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(240_000);

const canary = 'canary-in-a-message';
/** How many of the hundred fail through KEDA; the others of Jobs that the test makes, without a pod. */
const throughKeda = 5;
const all = 100;

const work = "process.exit(process.env.MESSAGE.includes('fine') ? 0 : 9)";
const entries = {
  hopeless: {},
  /** Its processor has a Job of its own. */
  apart: { runner: 'job' },
  together: { batch: { size: 3 }, parallelism: 3 },
  doomed: {},
  picky: {},
};
type Name = keyof typeof entries;

let namespace: Namespace;
let history: History;
let folder: string;
let queues: Record<Name, Queue>;

const failedOf = (name: Name) => history.finished().filter((job) => entryOf(job) === name && condition(job) === 'Failed');
/** Beside them KEDA may have made some that found the queue empty. */
const stillFailed = async (name: Name) => (await jobsOf(name)).filter((job) => condition(job) === 'Failed');
const jobsOf = async (name: Name) => (await namespace.jobs()).filter((job) => entryOf(job) === name);
const entryOf = ({ metadata }: V1Job) => metadata?.labels?.['event-jobs.goci.io/entry'];
const contentOf = (body: Buffer) => JSON.parse(body.toString()).content as string;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const redrive = (...args: string[]) => eventJobs(['redrive', '--namespace', namespace.name, ...args]);

async function configure(paused: boolean): Promise<void> {
  const keys = { ...nodeProcessor(work), interval: 1, retries: 0, paused };
  const configured = Object.entries(entries).map(([jobName, own]): [string, Entry] => [
    queues[jobName as Name].name,
    { jobName, ...keys, ...own },
  ]);
  await namespace.configure(Object.fromEntries(configured));
}

beforeAll(async () => {
  namespace = await Namespace.create();
  history = await History.of(namespace.name);
  folder = mkdtempSync(join(tmpdir(), 'redrive-'));
  const declared = Object.keys(entries).map(async (name) => [name, await Queue.declare()] as const);
  queues = Object.fromEntries(await Promise.all(declared)) as Record<Name, Queue>;
  const options = { messageId: 'one', expiration: '600000', headers: { tenant: 7, CC: [] }, persistent: false };
  for (let n = 0; n < throughKeda; n++)
    await queues.hopeless.publish({ content: `${canary} ${n}`, environment: { N: String(n) } }, options);
  for (const content of ['fine 0', 'fine 1', 'batched']) await queues.together.publish({ content });
  for (const name of ['apart', 'doomed'] as const) await queues[name].publish({ content: canary }, options);
  for (const body of ['not JSON', canary]) await queues.picky.publish(body, options);
  await queues.picky.channel.assertQueue(`${queues.picky.name}.dead`, { durable: true });
  await configure(false);
  await history.until('they failed', () => failedOf('hopeless').length === throughKeda && failedOf('together').length > 0);
  await history.until('they failed', () => failedOf('apart').length > 0 && failedOf('doomed').length > 0);
  await eventually('they are dead letters', async () => (await queues.picky.ready(`${queues.picky.name}.dead`)) === 2);
  await history.until('their Jobs are done', () => history.finished().some((job) => entryOf(job) === 'picky'));
  await configure(true);
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  history.end();
  for (const queue of Object.values(queues)) await queue.delete(`${queue.name}.dead`);
  await namespace.delete();
});

async function drain(queue: Queue, name = queue.name) {
  const messages = [];
  for (let left = await queue.ready(name); left > 0; left--) messages.push(await queue.take(name));
  return messages;
}

/** A Job like one of KEDA's, of which the Job controller starts no pod and which is late at once. */
async function failedJob(like: V1Job, name: string): Promise<V1Job> {
  const { labels = {}, annotations = {}, ownerReferences = [] } = like.metadata ?? {};
  const { containers = [], initContainers = [], volumes = [] } = like.spec?.template.spec ?? {};
  const template = { spec: { restartPolicy: 'Never', containers, initContainers, volumes } };
  const spec = { parallelism: 0, activeDeadlineSeconds: 1, template };
  return batch.createNamespacedJob({ namespace: namespace.name, body: { metadata: { name, labels, annotations, ownerReferences }, spec } });
}

/** Its Secret, like a launcher's. */
async function keep(like: V1Secret, { metadata: job = {} }: V1Job, n: number): Promise<void> {
  const { labels = {}, annotations = {} } = like.metadata ?? {};
  const name = `hopeless-${job.uid}`;
  const ownerReferences = [{ apiVersion: 'batch/v1', kind: 'Job', name: job.name ?? '', uid: job.uid ?? '' }];
  const data = { ...like.data, TARGET: base64(name), N: base64(String(n)), MESSAGE: base64(JSON.stringify(`${canary} ${n}`)) };
  const body = { metadata: { name, labels, annotations, ownerReferences }, immutable: true, data };
  await core.createNamespacedSecret({ namespace: namespace.name, body });
}

describe('a hundred finally failed messages', () => {
  const secrets = async () =>
    (await namespace.secrets()).filter(({ metadata }) => metadata?.labels?.['event-jobs.goci.io/entry'] === 'hopeless');
  let queue: Queue;

  beforeAll(async () => {
    queue = queues.hopeless;
    const [[job], [secret]] = await Promise.all([stillFailed('hopeless'), secrets()]);
    if (job === undefined || secret === undefined) throw new Error('nothing failed');
    for (let n = throughKeda; n < all; n += 5)
      await Promise.all([n, n + 1, n + 2, n + 3, n + 4].map(async (one) => keep(secret, await failedJob(job, `hopeless-${one}`), one)));
    await history.until('the others failed', () => failedOf('hopeless').length === all);
  });

  it('stay as they are in a dry run, which says what would be done', async () => {
    const before = await Promise.all([jobsOf('hopeless'), secrets()]);
    const { code, stderr } = await redrive('hopeless', '--dry-run');
    expect({ code, last: stderr.trim().split('\n').at(-1) }).toEqual({
      code: 0,
      last: `event-jobs redrive: nothing was done; ${all} messages would be back, ${all} Jobs would be deleted`,
    });
    const versions = (objects: (V1Job | V1Secret)[]) =>
      objects.map(({ metadata }) => `${metadata?.name} ${metadata?.resourceVersion}`).sort();
    const after = await Promise.all([jobsOf('hopeless'), secrets()]);
    expect(after.map(versions)).toEqual(before.map(versions));
    expect(await queue.ready()).toBe(0);
  });

  it('are all back when it was killed twice and run again, and only the one whose deletion was cut off comes twice', async () => {
    // Each deletion is asked for twice, once as a rehearsal before the message is published.
    const until = (job: number) => 2 * job + 1;
    // Confirmed and not deleted: the next run cannot know.
    const first = await killed({ method: 'DELETE', after: until(33), at: 'request' });
    expect([await queue.ready(), (await stillFailed('hopeless')).length]).toEqual([34, all - 33]);
    // Deleted, and only the answer is lost.
    const second = await killed({ method: 'DELETE', after: until(30), at: 'answer' });
    expect([await queue.ready(), (await stillFailed('hopeless')).length]).toEqual([34 + 31, all - 33 - 31]);
    const { code, stdout, stderr } = await redrive('hopeless', '--output', 'json');
    expect({ code, report: JSON.parse(stdout) }).toEqual({
      code: 0,
      report: { dryRun: false, messages: all - 33 - 31, deleted: all - 33 - 31, left: [], faults: [] },
    });
    expect(await stillFailed('hopeless')).toEqual([]);
    await eventually('the Secrets are gone', async () => (await secrets()).length === 0);

    const back = await drain(queue);
    const contents = back.map(({ content }) => contentOf(content));
    expect(new Set(contents)).toEqual(new Set(Array.from({ length: all }, (_, n) => `${canary} ${n}`)));
    expect(contents.filter((content, index) => contents.indexOf(content) !== index)).toEqual([contents[33]]);
    for (const { properties, content } of back) {
      expect(JSON.parse(content.toString()).environment).toEqual({ N: contentOf(content).split(' ')[1] });
      expect(properties).toMatchObject({ messageId: 'one', deliveryMode: 2, headers: { tenant: 7 } });
      expect([properties.expiration, Object.keys(properties.headers ?? {})]).toEqual([undefined, ['tenant']]);
    }
    for (const output of [first, second, stderr, stdout]) expect(output).not.toContain(canary);
  });

  /** Resolves to what it said until it was killed at that moment. */
  async function killed(hold: Hold): Promise<string> {
    const proxy = await HoldingProxy.start(hold);
    try {
      const running = start(['redrive', 'hopeless', '--namespace', namespace.name], { KUBECONFIG: proxy.kubeconfig(join(folder, 'held')) });
      let said = '';
      running.stderr?.on('data', (chunk) => {
        said += chunk;
      });
      const ended = new Promise((resolve) => running.on('close', (_, signal) => resolve(signal)));
      await Promise.race([proxy.holds, ended]);
      running.kill('SIGKILL');
      if ((await ended) !== 'SIGKILL' || said.includes('not done')) throw new Error(`it ended before: ${said}`);
      return said;
    } finally {
      await proxy.stop();
    }
  }
});

describe('with no more than the rights in docs/redrive.md', () => {
  const documented = parse(/```yaml\n(rules:[\s\S]*?)```/.exec(readFileSync('docs/redrive.md', 'utf8'))?.[1] ?? '').rules as V1PolicyRule[];

  /** A kubeconfig of somebody who has these alone. */
  async function somebody(name: string, rules: V1PolicyRule[]): Promise<string> {
    const [metadata, where] = [{ name, namespace: namespace.name }, ['--namespace', namespace.name]];
    const api = 'rbac.authorization.k8s.io';
    const objects = [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      { apiVersion: `${api}/v1`, kind: 'Role', metadata, rules },
      {
        apiVersion: `${api}/v1`,
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: api, kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name }],
      },
    ];
    await kubectl(['apply', ...where, '-f', '-'], stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    const token = (await kubectl(['create', 'token', name, ...where])).trim();
    const file = join(folder, name);
    const { server, caFile, caData } = config.getCurrentCluster() ?? {};
    const cluster = { server, ...(caData ? { 'certificate-authority-data': caData } : { 'certificate-authority': caFile }) };
    const named = (own: object) => [{ name, ...own }];
    const contexts = named({ context: { cluster: name, user: name } });
    const text = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      clusters: named({ cluster }),
      contexts,
      users: named({ user: { token } }),
    };
    writeFileSync(file, JSON.stringify(text));
    return file;
  }

  it('the message of a processor that had a Job of its own comes back', async () => {
    const kubeconfig = await somebody('operator', documented);
    expect(await redrive('apart', '--kubeconfig', kubeconfig)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('1 message is back, 1 Job was deleted'),
    });
    expect((await drain(queues.apart)).map(({ content }) => contentOf(content))).toEqual([canary]);
    expect(await stillFailed('apart')).toEqual([]);
  });

  it('but that to delete, nothing is published', async () => {
    const rules = documented.map((rule) => ({ ...rule, verbs: rule.verbs.filter((verb) => verb !== 'delete') }));
    const kubeconfig = await somebody('reader', rules);
    const { code, stderr } = await redrive('doomed', '--kubeconfig', kubeconfig);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('no right to delete Jobs') });
    expect([await queues.doomed.ready(), (await stillFailed('doomed')).length]).toEqual([0, 1]);
  });
});

describe('where an admission policy keeps Jobs from being deleted', () => {
  const policy = () => {
    const [metadata, api] = [{ name: namespace.name }, 'admissionregistration.k8s.io/v1'];
    const deletion = { apiGroups: ['batch'], apiVersions: ['v1'], operations: ['DELETE'], resources: ['jobs'] };
    const validations = [{ expression: 'false', message: 'they are kept here' }];
    const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace.name } };
    const bound = { policyName: namespace.name, validationActions: ['Deny'], matchResources: { namespaceSelector } };
    const items = [
      {
        apiVersion: api,
        kind: 'ValidatingAdmissionPolicy',
        metadata,
        spec: { matchConstraints: { resourceRules: [deletion] }, validations },
      },
      { apiVersion: api, kind: 'ValidatingAdmissionPolicyBinding', metadata, spec: bound },
    ];
    return stringify({ apiVersion: 'v1', kind: 'List', items });
  };
  const mayDelete = async (job: string) => {
    const asked = kubectl(['delete', 'job', job, '--namespace', namespace.name, '--dry-run=server']);
    return asked.then(
      () => true,
      () => false,
    );
  };

  it('nothing is published', async () => {
    const job = (await stillFailed('doomed'))[0]?.metadata?.name ?? '';
    await kubectl(['apply', '-f', '-'], policy());
    try {
      await eventually('it is in force', async () => !(await mayDelete(job)));
      const { code, stderr } = await redrive('doomed');
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/not done: Job \S+ cannot be deleted: .*they are kept here/),
      });
      expect([await queues.doomed.ready(), (await stillFailed('doomed')).length]).toEqual([0, 1]);
    } finally {
      await kubectl(['delete', '-f', '-'], policy());
      await eventually('it is gone', () => mayDelete(job));
    }
  });
});

describe('back comes', () => {
  it('of a batch only the message whose index has not succeeded', async () => {
    const [job] = failedOf('together');
    expect(job?.status?.completedIndexes).toBeDefined();
    expect(await redrive('--job', job?.metadata?.name ?? '')).toMatchObject({ code: 0 });
    expect((await drain(queues.together)).map(({ content }) => contentOf(content))).toEqual(['batched']);
    expect((await jobsOf('together')).map(({ metadata }) => metadata?.uid)).not.toContain(job?.metadata?.uid);
  });
});

describe('a failed Job', () => {
  it('goes to the dead letters, if asked for, with its reason', async () => {
    const [job] = failedOf('doomed');
    const { code, stderr } = await redrive('--selector', 'event-jobs.goci.io/entry=doomed', '--to', 'dead-letters');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`is in queue ${queues.doomed.name}.dead`) });
    const [dead, ...more] = await drain(queues.doomed, `${queues.doomed.name}.dead`);
    expect(contentOf(dead?.content ?? Buffer.of())).toBe(canary);
    expect(dead?.properties).toMatchObject({
      deliveryMode: 2,
      messageId: 'one',
      headers: {
        'x-event-jobs-reason': expect.stringContaining('BackoffLimitExceeded'),
        'x-event-jobs-attempts': 1,
        'x-event-jobs-entry': `${namespace.name}/doomed`,
        'x-event-jobs-target': `doomed-${job?.metadata?.uid}`,
        'x-event-jobs-original-expiration': '600000',
        tenant: 7,
      },
    });
    expect([more, await queues.doomed.ready()]).toEqual([[], 0]);
  });

  it('without a message is deleted', async () => {
    const [like] = history.finished().filter((job) => entryOf(job) === 'doomed');
    await failedJob(like ?? {}, 'doomed-empty');
    await history.until('it failed', () => failedOf('doomed').some(({ metadata }) => metadata?.name === 'doomed-empty'));
    const { code, stderr } = await redrive('doomed');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('held no message: deleted') });
    expect(await stillFailed('doomed')).toEqual([]);
  });

  it('is the only kind that is touched', async () => {
    const [fine] = history.finished().filter((job) => entryOf(job) === 'picky');
    const { code, stderr } = await redrive('--job', fine?.metadata?.name ?? '');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('1 left: it succeeded') });
    expect((await jobsOf('picky')).map(({ metadata }) => metadata?.uid)).toContain(fine?.metadata?.uid);
  });
});

describe('dead letters', () => {
  const dead = () => `${queues.picky.name}.dead`;

  it('go back to their queue as they were, and those of others stay', async () => {
    queues.picky.channel.sendToQueue(dead(), Buffer.from('a stranger'), { headers: { 'x-event-jobs-entry': 'elsewhere/picky' } });
    await queues.picky.channel.waitForConfirms();
    expect(await redrive('picky', '--from', 'dead-letters', '--dry-run')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('at most 3'),
    });
    expect([await queues.picky.ready(dead()), await queues.picky.ready()]).toEqual([3, 0]);
    const { code, stderr } = await redrive('picky', '--from', 'dead-letters');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('2 messages are back, 0 Jobs were deleted') });
    expect(stderr).not.toContain(canary);
    const back = await drain(queues.picky);
    expect(back.map(({ content }) => content.toString()).sort()).toEqual([canary, 'not JSON'].sort());
    for (const { properties } of back) {
      expect(properties).toMatchObject({ messageId: 'one', deliveryMode: 2 });
      expect(properties.headers).toEqual({ tenant: 7 });
    }
    expect((await drain(queues.picky, dead())).map(({ content }) => content.toString())).toEqual(['a stranger']);
  });
});

describe('nothing is done', () => {
  it('for an entry that is not there', async () => {
    expect(await redrive('missing')).toMatchObject({ code: 1, stderr: expect.stringContaining('has no entry missing') });
  });

  it('where the cluster or the command line is wrong', async () => {
    expect(await redrive()).toMatchObject({ code: 2 });
    expect(await redrive('--all', '--context', 'missing')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has no context missing'),
    });
  });
});
