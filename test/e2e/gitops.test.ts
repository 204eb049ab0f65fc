import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { V1Job } from '@kubernetes/client-node';
import { labels } from '../../handler/contract.ts';
import { Queue } from '../broker/queue.ts';
import { eventually } from '../eventually.ts';
import { custom, kubectl } from './cluster.ts';
import { argo, argoModes, changedFields, flux } from './gitops.ts';
import { condition, History } from './history.ts';
import { kinds } from './kinds.ts';
import { Namespace } from './namespace.ts';

jest.setTimeout(240_000);

/** A way to bring manifests to a cluster, and the options by which each engine then knows its own. */
interface Way {
  name: string;
  /** Of the generator; some ways have those that add to the manifests. */
  settings?: readonly string[];
  apply(manifests: string, namespace: string): Promise<unknown>;
  argo?: readonly string[];
  flux?: readonly string[];
}

const fluxOwn = ['--name', 'team', '--namespace', 'flux-system'];
const argoOwn = ['--app', 'team'];
const more = ['--network-policy', '--pod-security', 'restricted'];
const argoOwnByLabel = ['--app', 'team', '--tracking', 'label'];

const ways: readonly Way[] = [
  { name: 'kubectl apply', apply: (manifests) => kubectl(['apply', '-f', '-'], manifests) },
  { name: 'kubectl apply --server-side', settings: more, apply: (manifests) => kubectl(['apply', '--server-side', '-f', '-'], manifests) },
  { name: 'Flux', apply: (manifests) => flux(['apply', ...fluxOwn], manifests), flux: fluxOwn },
  {
    name: 'Argo CD',
    apply: (manifests, namespace) => argo(['sync', ...argoOwn, '--namespace', namespace], manifests),
    argo: argoOwn,
  },
  {
    name: 'Argo CD with ServerSideApply=true and tracking by label',
    settings: more,
    apply: (manifests, namespace) => argo(['sync', '--server-side', ...argoOwnByLabel, '--namespace', namespace], manifests),
    argo: argoOwnByLabel,
  },
];

interface ScaledJob {
  metadata: { name: string; generation: number; labels: Record<string, string>; finalizers?: string[] };
}

describe.each(ways)('manifests of every kind of entry, applied by $name and taken over by KEDA', (way) => {
  let namespace: Namespace;
  let queues: Queue[];
  let history: History;
  let manifests: string;

  const argoDiff = (...more: string[]) => argo(['diff', '--namespace', namespace.name, ...(way.argo ?? []), ...more], manifests);

  /** By each engine, and each mode of Argo CD's, all at once: the objects that differ, and in what. */
  const differences = async () => {
    const looks: [name: string, diff: Promise<Record<string, string[]>>][] = [
      ['flux', flux(['diff', ...(way.flux ?? [])], manifests).then(changedFields)],
      ...argoModes.map((mode): (typeof looks)[number] => [`argo ${mode}`, argoDiff('--mode', mode).then(changedFields)]),
    ];
    return Object.fromEntries(await Promise.all(looks.map(async ([name, diff]) => [name, await diff] as const)));
  };
  const none = { flux: {}, ...Object.fromEntries(argoModes.map((mode) => [`argo ${mode}`, {}])) };

  const scaledJobs = async () =>
    (
      (await custom.listNamespacedCustomObject({ group: 'keda.sh', version: 'v1alpha1', namespace: namespace.name, plural: 'scaledjobs' }))
        .items as ScaledJob[]
    ).map(({ metadata }) => metadata);

  const completed = () => history.finished().filter((job) => condition(job) === 'Complete').length;
  /** One message for every entry that runs, or for those by these names, and all their Jobs finished. */
  const work = async (names?: readonly string[]) => {
    const before = completed();
    const running = queues.filter((_, n) => kinds[n]?.runs && (names === undefined || names.includes(kinds[n].entry.jobName)));
    for (const queue of running) await queue.publish({ content: 'x' });
    await history.until('KEDA has made a Job for every message, and all are finished', () => {
      return completed() >= before + running.length && history.finished().length === history.jobs.size;
    });
  };

  beforeAll(async () => {
    namespace = await Namespace.create();
    queues = await Promise.all(kinds.map(() => Queue.declare()));
    history = await History.of(namespace.name);
    const entries = Object.fromEntries(kinds.map(({ entry }, n) => [queues[n]?.name, entry]));
    manifests = await namespace.generate(entries, ...(way.settings ?? []));
    await way.apply(manifests, namespace.name);
    await work();
  });

  afterAll(async () => {
    history.end();
    await Promise.all(queues.map((queue) => queue.delete()));
    await namespace.delete();
  });

  it('do not differ, by the engines of Argo CD and Flux', async () => {
    for (const { finalizers } of await scaledJobs()) expect(finalizers).toEqual(['finalizer.keda.sh']);
    expect(await differences()).toEqual(none);
  });

  it('do not differ after another apply and more Jobs, and are in their first generation', async () => {
    await way.apply(manifests, namespace.name);
    await work(['plain', 'job']);
    expect(await differences()).toEqual(none);
    expect((await scaledJobs()).map(({ name, generation }) => [name, generation])).toEqual(
      kinds.map(({ entry }) => [entry.jobName, 1]).sort(),
    );
  });

  it('differ, by both, where somebody has changed them', async () => {
    await kubectl(['patch', 'scaledjob', 'full', '-n', namespace.name, '--type', 'merge', '-p', '{"spec":{"maxReplicaCount":9}}']);
    const changed = ['.spec.maxReplicaCount is 9, should be 3'];
    const inArgo = argoModes.map((mode) => [`argo ${mode}`, { [`keda.sh/ScaledJob/${namespace.name}/full`]: changed }]);
    expect(await differences()).toEqual({ flux: { [`ScaledJob/${namespace.name}/full`]: changed }, ...Object.fromEntries(inArgo) });
  });

  const mark = way.flux ? 'kustomize.toolkit.fluxcd.io/name' : way.argo === argoOwnByLabel ? 'app.kubernetes.io/instance' : undefined;
  if (mark !== undefined)
    it(`make Jobs without the label that their ScaledJobs are tracked by`, async () => {
      for (const { labels } of await scaledJobs()) expect(labels).toHaveProperty([mark], 'team');
      expect(history.jobs.size).toBeGreaterThan(0);
      for (const { metadata } of history.jobs.values()) expect(metadata?.labels).not.toHaveProperty([mark]);
    });

  if (way.argo === argoOwn)
    it('make Jobs that bear the annotation that their ScaledJobs are tracked by, as KEDA copies it, and are not pruned for that', async () => {
      const { copies, orphans } = await argoDiff();
      const byKeda = (await namespace.jobs()).filter(({ metadata }) => metadata?.labels?.[labels.launcher] === undefined);
      expect(copies).toEqual(byKeda.map(({ metadata }) => `batch/Job/${namespace.name}/${metadata?.name}`).sort());
      expect(copies).not.toEqual([]);
      expect(orphans).toEqual([]);
    });

  if (way.argo)
    it('make Jobs that are not pruned when they have lost their owner, either', async () => {
      await kubectl(['delete', 'scaledjob', '--all', '-n', namespace.name, '--cascade=orphan']);
      const isOwned = ({ metadata }: V1Job) => metadata?.ownerReferences?.some(({ kind }) => kind === 'ScaledJob') === true;
      await eventually('no Job has a ScaledJob', async () => !(await namespace.jobs()).some(isOwned));
      expect(await namespace.jobs()).not.toEqual([]);
      const { diffs, orphans } = await argoDiff();
      expect(Object.keys(diffs)).toContain(`keda.sh/ScaledJob/${namespace.name}/full`);
      expect(orphans).toEqual([]);
    });
});
