import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { stringify } from 'yaml';
import { config, core, kubeconfig, kubectl } from './cluster.ts';
import { Namespace } from './namespace.ts';

jest.setTimeout(120_000);

const settings = ['--launcher-image', 'l', '--amqp-host', 'h'];

function eventJobs(args: string[], { input = '', access = kubeconfig } = {}) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, KUBECONFIG: access };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/event-jobs', ...args, ...settings], {
    input,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** With a data key that only this name has, as no two entries may have the same queue. */
function configMap(name: string, namespace: string, entry: object) {
  const data = { [`${namespace}.${name}`]: stringify({ jobName: name, image: 'a', command: ['a'], ...entry }) };
  const metadata = { name, namespace, labels: { 'event-jobs.goci.io/config': 'true' } };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
}

/** A kubeconfig whose user may do nothing. */
async function powerless(namespace: string): Promise<string> {
  await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'powerless' } } });
  const token = (await kubectl(['create', 'token', 'powerless', '--namespace', namespace])).trim();
  const [cluster] = (
    JSON.parse(await kubectl(['config', 'view', '--raw', '--flatten', '--minify', '--output', 'json'])) as { clusters: object[] }
  ).clusters;
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'powerless',
    clusters: [{ ...cluster, name: 'c' }],
    users: [{ name: 'powerless', user: { token } }],
    contexts: [{ name: 'powerless', context: { cluster: 'c', user: 'powerless' } }],
  });
}

describe('event-jobs generate --live', () => {
  let one: Namespace;
  let other: Namespace;
  let directory: string;
  let access: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'event-jobs-'));
    [one, other] = [await Namespace.create(), await Namespace.create()];
    const manifests = [
      configMap('orders', one.name, {}),
      configMap('invoices', one.name, { namespace: other.name }),
      configMap('orders', other.name, {}),
    ];
    await kubectl(['apply', '-f', '-'], manifests.map((manifest) => stringify(manifest)).join('---\n'));
    access = join(directory, 'powerless');
    writeFileSync(access, await powerless(one.name));
  });

  afterAll(async () => {
    rmSync(directory, { recursive: true });
    // Namespaces take their time to go; what is read by its label must not outlive this.
    for (const { name } of [one, other]) await core.deleteCollectionNamespacedConfigMap({ namespace: name });
    await one.delete();
    await other.delete();
  });

  it('makes of one ConfigMap the bytes that -f makes of its manifest', () => {
    const scope = ['--kubernetes-job-scope', one.name];
    const fromFile = eventJobs(['generate', '-f', '-', ...scope], { input: stringify(configMap('orders', one.name, {})) });
    expect(fromFile).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('kind: ScaledJob') });
    const live = ['generate', '--live', '--pod-namespace', one.name, '--config-map-name', 'orders', ...scope];
    expect(eventJobs(live)).toEqual(fromFile);
    const context = config.getCurrentContext();
    expect(eventJobs([...live, '--kubeconfig', kubeconfig, '--context', context], { access: '/nowhere' })).toEqual(fromFile);
  });

  it('reads what the API server gives as a file, too', async () => {
    const input = await kubectl(['get', 'configmap', 'orders', '--namespace', one.name, '--output', 'yaml']);
    const scope = ['--kubernetes-job-scope', one.name];
    const manifest = stringify(configMap('orders', one.name, {}));
    expect(eventJobs(['generate', '-f', '-', ...scope], { input })).toEqual(
      eventJobs(['generate', '-f', '-', ...scope], { input: manifest }),
    );
  });

  it('reads all ConfigMaps with the label, whose entries without a namespace run in their ConfigMap’s', () => {
    const made = eventJobs(['generate', '--live', '-A', '--allow-namespace', '*:*']);
    expect(made).toMatchObject({ status: 0, stderr: '' });
    const ours = made.stdout
      .split('---\n')
      .filter((document) => document.includes(`namespace: ${one.name}`) || document.includes(`namespace: ${other.name}`));
    const input = [
      configMap('orders', one.name, { namespace: one.name }),
      configMap('invoices', one.name, { namespace: other.name }),
      configMap('orders', other.name, { namespace: other.name }),
    ];
    const fromFile = eventJobs(['generate', '-f', '-'], { input: input.map((manifest) => stringify(manifest)).join('---\n') });
    expect(ours.sort()).toEqual(fromFile.stdout.split('---\n').sort());
  });

  it('lets no entry run in another namespace unless that is allowed, and says how', () => {
    const made = eventJobs(['generate', '--live', '-A']);
    expect(made).toMatchObject({ status: 2, stdout: '' });
    expect(made.stderr).toContain(
      `configmap ${one.name}/invoices: data["${one.name}.invoices"].namespace: ${other.name} is not the namespace of its ConfigMap, ${one.name}; --allow-namespace ${one.name}:${other.name} allows it\n`,
    );
  });

  it('records in a directory that entries run where their ConfigMap is', () => {
    const output = join(directory, 'deploy');
    const args = ['generate', '--live', '-A', '--allow-namespace', '*:*', '-o', output];
    expect(eventJobs(args)).toMatchObject({ status: 0 });
    expect(eventJobs(args).stderr).toMatch(/: 0 written, \d+ unchanged\n$/);
  });

  it('says that a ConfigMap is not there, and which', () => {
    const made = eventJobs(['generate', '--live', '--pod-namespace', one.name]);
    expect(made).toMatchObject({ status: 2, stdout: '' });
    expect(made.stderr).toMatch(`configmap ${one.name}/event-job-provisioner-configs: is not there; --config-map-name`);
  });

  it.each([
    [
      ['--pod-namespace', 'default', '--config-map-name', 'x'],
      'configmaps "x" is forbidden: User "system:serviceaccount:.*" cannot get resource "configmaps"',
    ],
    [
      ['-A'],
      'configmaps is forbidden: User "system:serviceaccount:.*" cannot list resource "configmaps" in API group "" at the cluster scope',
    ],
  ])('ends with 1 and one sentence where the user lacks the right: %j', (args, reason) => {
    const made = eventJobs(['generate', '--live', ...args], { access });
    expect(made).toMatchObject({ status: 1, stdout: '' });
    expect(made.stderr).toMatch(new RegExp(`^the cluster at https://.* \\(context powerless\\) refuses: ${reason}.*\\n$`));
  });
});
