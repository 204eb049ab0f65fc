import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { V1Job } from '@kubernetes/client-node';
import { Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { custom, kubeconfig, kubectl } from './cluster.ts';
import { argo, flux } from './gitops.ts';
import { condition, History, processor } from './history.ts';
import { type Entry, Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(240_000);

const run = promisify(execFile);

/** A tool that makes a cluster like a directory: called after every change of it. */
interface Tool {
  name: string;
  apply(directory: string, namespace: string): Promise<unknown>;
}

/** kubectl's newer way to prune, by a list of what was applied that it keeps in the cluster; still behind this variable. */
async function withApplySet(args: readonly string[], input = ''): Promise<string> {
  const running = run('kubectl', ['--kubeconfig', kubeconfig, ...args], { env: { ...process.env, KUBECTL_APPLYSET: 'true' } });
  running.child.stdin?.end(input);
  return (await running).stdout;
}

const applySet = ['--prune', '--applyset=configmaps/event-jobs-applied'];
const allowList = [
  '--prune',
  '--selector=app.kubernetes.io/managed-by=kubernetes-event-jobs',
  '--prune-allowlist=keda.sh/v1alpha1/ScaledJob',
];

const tools: readonly Tool[] = [
  {
    name: 'kubectl with an allow-list',
    apply: (directory, namespace) => kubectl(['apply', '-k', directory, '-n', namespace, ...allowList]),
  },
  {
    name: 'kubectl with an applyset',
    apply: (directory, namespace) => withApplySet(['apply', '-k', directory, '-n', namespace, ...applySet]),
  },
  {
    name: 'kubectl --server-side with an applyset',
    apply: (directory, namespace) => withApplySet(['apply', '--server-side', '-k', directory, '-n', namespace, ...applySet]),
  },
  {
    name: 'Flux',
    async apply(directory, namespace) {
      const inventory = `${directory}.inventory`;
      const manifests = await kubectl(['kustomize', directory]);
      await writeFile(inventory, '', { flag: 'a' });
      await flux(['apply', '--name', namespace, '--namespace', 'flux-system', '--previous', inventory], manifests);
      await writeFile(inventory, manifests);
    },
  },
  {
    name: 'Argo CD',
    apply: async (directory, namespace) =>
      argo(['sync', '--prune', '--app', 'team', '--namespace', namespace], await kubectl(['kustomize', directory])),
  },
];

/** Works for minutes on one of its messages, and stops when it is told to. */
const script = `process.on('SIGTERM', () => process.exit(1)); if (process.env.MESSAGE === '"long"') setTimeout(() => {}, 600_000)`;
const suspended = { suspend: true, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'own', image: 'none:0' }] } } };
const entry = (jobName: string): Entry => ({ ...nodeProcessor(script), jobName, interval: 1, parallelism: 2 });

describe.each(tools)('an entry that is gone from a directory that $name applies and prunes', (tool) => {
  let namespace: Namespace;
  let directory: string;
  let queues: [Queue, Queue];
  let history: History;

  const jobsOf = async (name: string) =>
    (await namespace.jobs()).filter(({ metadata }) => metadata?.labels?.['scaledjob.keda.sh/name'] === name);
  const identities = (jobs: V1Job[]) => jobs.map((job) => [job.metadata?.uid, condition(job)]).sort();
  const secretsOf = async (name: string) => (await namespace.secrets()).filter(({ metadata }) => metadata?.name?.startsWith(`${name}-`));
  const scaledJobs = async () => {
    const options = { group: 'keda.sh', version: 'v1alpha1', namespace: namespace.name, plural: 'scaledjobs' };
    const { items } = (await custom.listNamespacedCustomObject(options)) as { items: { metadata: { name: string } }[] };
    return items.map(({ metadata }) => metadata.name);
  };
  const running = (name: string) =>
    [...history.pods.values()].filter(
      (pod) => pod.metadata?.labels?.['scaledjob.keda.sh/name'] === name && processor(pod)?.state?.running !== undefined,
    );
  let before: { gone: V1Job[]; kept: V1Job[] };

  beforeAll(async () => {
    namespace = await Namespace.create();
    directory = join(await mkdtemp(join(tmpdir(), 'prune-')), 'manifests');
    queues = [await Queue.declare(), await Queue.declare()];
    history = await History.of(namespace.name);
    await namespace.generate({ [queues[0].name]: entry('gone'), [queues[1].name]: entry('kept') }, '-o', directory);
    await tool.apply(directory, namespace.name);
    for (const queue of queues) for (const content of ['short', 'long']) await queue.publish({ content });
    await history.until('each entry has a running and a finished Job', () => {
      return running('gone').length === 1 && running('kept').length === 1 && history.finished().length === 2;
    });
    before = { gone: await jobsOf('gone'), kept: await jobsOf('kept') };
    await namespace.generate({ [queues[1].name]: entry('kept') }, '-o', directory);
    await tool.apply(directory, namespace.name);
  });

  afterAll(async () => {
    history.end();
    for (const queue of queues) await queue.delete();
    await namespace.delete();
    await rm(join(directory, '..'), { recursive: true });
  });

  it('stays, paused, with its Jobs, until it is pruned from the directory', async () => {
    expect(await scaledJobs()).toEqual(['gone', 'kept']);
    await queues[0].publish({ content: 'late' });
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(await queues[0].ready()).toBe(1);
    expect(identities(await jobsOf('gone'))).toEqual(identities(before.gone));
    expect(running('gone')).toHaveLength(1);
  });

  it('is then deleted with all its Jobs and their messages', async () => {
    await namespace.generate({ [queues[1].name]: entry('kept') }, '-o', directory, '--prune');
    await tool.apply(directory, namespace.name);
    await eventually('its ScaledJob is gone', async () => !(await scaledJobs()).includes('gone'));
    await eventually('its Jobs are gone', async () => (await jobsOf('gone')).length === 0);
    await eventually('the Secrets of its messages are gone', async () => (await secretsOf('gone')).length === 0);
    expect(await queues[0].ready()).toBe(1);
  });

  it('leaves the Jobs of other entries as they are, and what they share', async () => {
    expect(await scaledJobs()).toEqual(['kept']);
    expect(identities(await jobsOf('kept'))).toEqual(identities(before.kept));
    expect(running('kept')).toHaveLength(1);
    expect(await secretsOf('kept')).toHaveLength(2);
    await queues[1].publish({ content: 'short' });
    await history.until('a later message of theirs is processed', async () => {
      return (await jobsOf('kept')).filter((job) => condition(job) === 'Complete').length === 2;
    });
  });
});

describe('an applyset that holds a Job of its own beside the manifests', () => {
  let namespace: Namespace;
  let queue: Queue;
  let history: History;

  beforeAll(async () => {
    namespace = await Namespace.create();
    queue = await Queue.declare();
    history = await History.of(namespace.name);
  });

  afterAll(async () => {
    history.end();
    await queue.delete();
    await namespace.delete();
  });

  it("does not prune KEDA's Jobs, which have all other labels of their ScaledJob", async () => {
    const own = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'own', namespace: namespace.name }, spec: suspended };
    const manifests = `${await namespace.generate({ [queue.name]: entry('kept') })}---\n${JSON.stringify(own)}\n`;
    const apply = () => withApplySet(['apply', '-f', '-', '-n', namespace.name, ...applySet], manifests);
    await apply();
    await queue.publish({ content: 'long' });
    await history.until('its processor runs', () => [...history.pods.values()].some((pod) => processor(pod)?.state?.running !== undefined));
    expect(await apply()).not.toContain('pruned');
    expect(await namespace.jobs()).toHaveLength(2);
  });
});
