import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { checkCluster } from '../../generator/check/cluster.ts';
import type { Result } from '../../generator/check/result.ts';
import { trialsOf } from '../../generator/check/trial.ts';
import { type Ask, apiServer } from '../../generator/cluster/apiServer.ts';
import { inParallel } from '../../generator/cluster/inParallel.ts';
import { reasonOf } from '../../generator/cluster/status.ts';
import { faultText } from '../../generator/fault.ts';
import { generate, type Manifests } from '../../generator/generate.ts';
import type { Settings } from '../../generator/settings.ts';
import { configMapText, entries } from '../generator/entries.ts';
import { settings } from '../generator/sample.ts';
import { config, core, custom, kubeconfig } from './cluster.ts';
import { type Entry, Namespace } from './namespace.ts';

const run = promisify(execFile);
jest.setTimeout(300_000);

const command = ['run'];
const resources = { requests: { cpu: '20m', memory: '1Mi' }, limits: { cpu: '1', memory: '1Gi' } };

let namespace: Namespace;
let directory: string;
let ask: Ask;

beforeAll(async () => {
  namespace = await Namespace.create();
  directory = mkdtempSync(join(tmpdir(), 'event-jobs-'));
  ask = await apiServer(config);
});

afterAll(async () => {
  rmSync(directory, { recursive: true });
  await namespace.delete();
});

function textOf(data: Record<string, Entry>): string {
  const texts = Object.fromEntries(Object.entries(data).map(([key, entry]) => [key, stringify(entry)]));
  return stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'queues', namespace: namespace.name }, data: texts });
}

async function manifestsOf(text: string, more: Partial<Settings> = {}): Promise<Manifests> {
  const made = await generate([{ name: 'c.yaml', text }], { ...settings, kubernetesJobScope: namespace.name, ...more });
  if ('faults' in made) throw new Error(made.faults.map(faultText).join('\n'));
  return made.value;
}

const own = ['--launcher-image', 'l', '--amqp-host', 'h'];

/** The command as a user has it. */
async function eventJobs(args: string[], env = {}): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await run('bin/event-jobs', args, { env: { ...process.env, ...env } })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

async function checked(data: Record<string, Entry>, args: string[] = own): Promise<{ code: number; results: Result[] }> {
  const file = join(directory, 'c.yaml');
  writeFileSync(file, textOf(data));
  const scope = args.includes('-o') ? [] : ['--kubernetes-job-scope', namespace.name];
  const { code, stdout, stderr } = await eventJobs([
    ...['check', '-f', file, '--server', '--kubeconfig', kubeconfig, '--format', 'json', ...args, ...scope],
  ]);
  if (stdout === '') throw new Error(stderr);
  return { code, results: JSON.parse(stdout).results };
}

const errors = (results: readonly Result[]) => results.filter(({ level }) => level === 'error');

describe('check --server', () => {
  it('ends with 0 where the directory is as generated and the cluster takes it all', async () => {
    const data = { a: { jobName: 'a', image: 'a', command }, b: { jobName: 'b', image: 'b' } };
    const output = join(directory, 'out');
    writeFileSync(join(directory, 'c.yaml'), textOf(data));
    const made = await eventJobs([
      'generate',
      '-f',
      join(directory, 'c.yaml'),
      '-o',
      output,
      '--kubernetes-job-scope',
      namespace.name,
      ...own,
    ]);
    expect(made).toMatchObject({ code: 0 });
    const { code, results } = await checked(data, ['-o', output]);
    expect({ code, results: results.filter(({ level }) => level !== 'note') }).toEqual({ code: 0, results: [] });
  });

  it('leaves nothing behind', async () => {
    await checked({ a: { jobName: 'a', image: 'a', command }, b: { jobName: 'b', image: 'b' } });
    const scaledJobs = await custom.listNamespacedCustomObject({
      ...{ group: 'keda.sh', version: 'v1alpha1', plural: 'scaledjobs', namespace: namespace.name },
    });
    expect([
      ...(scaledJobs as { items: unknown[] }).items,
      ...(await namespace.jobs()),
      ...(await core.listNamespacedPod({ namespace: namespace.name })).items,
    ]).toEqual([]);
  });

  it('lists every refusal with its entry and place: of admission, of a missing ServiceAccount, of a missing namespace', async () => {
    await core.createNamespacedLimitRange({
      namespace: namespace.name,
      body: { metadata: { name: 'small' }, spec: { limits: [{ type: 'Container', max: { cpu: '2' } }] } },
    });
    const large = { requests: { cpu: '1' }, limits: { cpu: '3' } };
    const { code, results } = await checked({
      fine: { jobName: 'fine', image: 'a', command, resources },
      large: { jobName: 'large', image: 'a', command, resources: large },
      larger: { jobName: 'larger', image: 'a', resources: large },
      nobody: { jobName: 'nobody', image: 'a', serviceAccount: 'nobody', resources },
      nowhere: { jobName: 'nowhere', image: 'a', command, namespace: 'e2e-nowhere' },
    });
    await core.deleteNamespacedLimitRange({ namespace: namespace.name, name: 'small' });
    expect(code).toBe(1);
    const [lost, ...refused] = errors(results);
    expect(lost).toMatchObject({
      rule: 'event-jobs/namespace',
      object: 'namespace e2e-nowhere',
      message: expect.stringMatching(/: nowhere$/),
    });
    const at = (key: string, object: string, message: RegExp) => ({
      ...{
        rule: 'event-jobs/rejection',
        level: 'error',
        file: join(directory, 'c.yaml'),
        line: expect.any(Number),
        column: 5,
        path: `data.${key}`,
      },
      ...{
        entry: `${namespace.name}/queues/${key}`,
        object: `${object} of ScaledJob ${namespace.name}/${key}`,
        message: expect.stringMatching(message),
      },
    });
    expect(refused).toEqual([
      at('large', 'pod', /maximum cpu usage per Container is 2, but limit is 3/),
      at('larger', "processor's pod", /maximum cpu usage per Container is 2, but limit is 3/),
      at('nobody', "processor's pod", /serviceaccount "nobody" not found/),
    ]);
  });

  it('finds pods that Pod Security would refuse, although it takes their Jobs with no more than a warning', async () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' };
    const strict = await Namespace.create();
    await core.patchNamespace({ name: strict.name, body: [{ op: 'add', path: '/metadata/labels', value: labels }] });
    const data = { a: { jobName: 'a', image: 'a', command, resources, namespace: strict.name } };
    const { results } = await checked(data);
    expect(results.filter(({ level }) => level !== 'note').map(({ level, object }) => `${level} ${object}`)).toEqual([
      `warning Job of ScaledJob ${strict.name}/a`,
      `error pod of ScaledJob ${strict.name}/a`,
    ]);
    expect(results.map(({ message }) => message).join('\n')).toContain('violate PodSecurity "restricted:latest"');
    expect(errors((await checked(data, [...own, '--pod-security', 'restricted'])).results)).toEqual([]);
    await strict.delete();
  });

  it('finds by the Job what the ScaledJob’s own dry-run does not', async () => {
    const made = await manifestsOf(textOf({ a: { jobName: 'a', image: 'a', command, resources } }));
    const broken = [
      { break: '"name":"processor"', by: '"name":"Bad_Name"', found: /a lowercase RFC 1123 label/ },
      { break: '"cpu":"20m"', by: '"cpu":"5"', found: /must be less than or equal to cpu limit/ },
      { break: '"image":"registry.example.com/a:latest",', by: '', found: /image: Required value/ },
    ];
    for (const one of broken) {
      const text = JSON.stringify(made);
      expect(text).toContain(one.break);
      const { results } = await checkCluster(ask, JSON.parse(text.replace(one.break, one.by)));
      const refused = errors(results);
      expect([one.by, refused.map(({ object }) => object?.split(' ')[0])]).toEqual([one.by, ['Job', 'pod']]);
      for (const { message } of refused) expect(message).toMatch(one.found);
    }
  });

  it('refuses fields that the cluster would silently drop', async () => {
    const made = await manifestsOf(textOf({ a: { jobName: 'a', image: 'a', command } }));
    const text = JSON.stringify(made).replace('"maxReplicaCount"', '"maxReplicas":1,"maxReplicaCount"');
    expect(errors((await checkCluster(ask, JSON.parse(text))).results)).toEqual([
      expect.objectContaining({ object: `ScaledJob ${namespace.name}/a`, message: expect.stringContaining('maxReplicas') }),
    ]);
  });

  it('says which Secret is missing', async () => {
    const { code, results } = await checked({ a: { jobName: 'a', image: 'a', command, broker: 'elsewhere' } });
    expect(code).toBe(0);
    expect(results.filter(({ rule }) => rule === 'event-jobs/broker-secret').map(({ object }) => object)).toEqual([
      `Secret ${namespace.name}/elsewhere`,
    ]);
  });

  it('says what somebody without rights may not ask', async () => {
    const other = new KubeConfig();
    other.loadFromFile(kubeconfig);
    const user = other.getCurrentUser();
    if (user) Object.assign(user, { impersonateUser: `system:serviceaccount:${namespace.name}:nobody` });
    const made = await manifestsOf(textOf({ a: { jobName: 'a', image: 'a', command } }));
    const { tried, results } = await checkCluster(await apiServer(other), made);
    expect(tried).toBe(0);
    const rights = results.filter(({ rule }) => rule === 'event-jobs/rights');
    expect(rights.map(({ level, object }) => `${level} ${object?.split(' ')[0]}`)).toEqual([
      ...['ServiceAccount', 'Role', 'RoleBinding', 'TriggerAuthentication', 'ScaledJob'].map((kind) => `error ${kind}`),
      ...['warning Job', 'warning pod', 'note Secret'],
    ]);
  });
});

describe('check --live', () => {
  it('reads the ConfigMap that the directory was generated from, whatever the environment names', async () => {
    const data = { q: stringify({ jobName: 'q', image: 'a', command }) };
    await core.createNamespacedConfigMap({ namespace: namespace.name, body: { metadata: { name: 'live' }, data } });
    const output = join(directory, 'live');
    const input = ['--live', '--kubeconfig', kubeconfig, '-o', output];
    const scope = ['--pod-namespace', namespace.name, '--kubernetes-job-scope', namespace.name];
    const made = await eventJobs(['generate', ...input, ...own, ...scope, '--config-map-name', 'live']);
    expect(made).toMatchObject({ code: 0 });
    const elsewhere = { CONFIG_MAP_NAME: 'other', POD_NAMESPACE: 'other', LAUNCHER_IMAGE: 'other' };
    expect(await eventJobs(['check', ...input], elsewhere)).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('any valid ConfigMap', () => {
  beforeAll(async () => {
    await core.createNamespacedServiceAccount({ namespace: namespace.name, body: { metadata: { name: 'worker.a' } } });
  });

  it('makes manifests, Jobs and pods that the API server takes', async () => {
    let tried = 0;
    const more = fc.record<Partial<Settings>>(
      {
        networkPolicy: fc.boolean(),
        amqpTls: fc.boolean(),
        podSecurity: fc.constantFrom('privileged', 'restricted'),
        clusterTriggerAuthentication: fc.constant(namespace.name),
      },
      { requiredKeys: [] },
    );
    const property = fc.asyncProperty(entries(), more, async (data, chosen) => {
      const there = Object.entries(data).map(([key, entry]) => [key, { ...entry, ...(entry.namespace && { namespace: namespace.name }) }]);
      const trials = trialsOf(await manifestsOf(configMapText(Object.fromEntries(there)), chosen));
      const answers = await inParallel(trials, 10, async ({ object, question }) => ({ object, answer: await ask(question) }));
      tried += trials.length;
      expect(answers.filter(({ answer }) => answer.status >= 300).map(({ object, answer }) => `${object}: ${reasonOf(answer)}`)).toEqual(
        [],
      );
    });
    await fc.assert(property, { numRuns: 80, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true });
    expect(tried).toBeGreaterThan(500);
  });
});
