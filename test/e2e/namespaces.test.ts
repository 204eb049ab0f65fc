import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { stringify } from 'yaml';
import { address, Queue } from '../broker/queue.ts';
import { custom, image, kubectl } from './cluster.ts';
import { condition, History } from './history.ts';
import { type Entry, Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

const run = promisify(execFile);

jest.setTimeout(240_000);

const entry = (jobName: string, namespace: string): Entry => ({ ...nodeProcessor('0'), jobName, namespace, interval: 1 });

function configMap(name: string, entries: Record<string, Entry>): string {
  const data = Object.fromEntries(Object.entries(entries).map(([queue, one]) => [queue, stringify(one)]));
  return stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
}

/** The directory that the ConfigMaps of a folder become, applied as a user does. */
async function apply(folder: string, output: string): Promise<void> {
  const settings = ['--launcher-image', image, '--amqp-host', address.host, '--amqp-port', String(address.port)];
  await run('bin/event-jobs', ['generate', '-f', folder, '-o', output, ...settings]);
  await kubectl(['apply', '--server-side', '-k', output]);
}

describe('entries in three namespaces, of one ConfigMap and of two', () => {
  const folder = mkdtempSync(join(tmpdir(), 'configmaps-'));
  const output = mkdtempSync(join(tmpdir(), 'manifests-'));
  let namespaces: [Namespace, Namespace, Namespace];
  let queues: [Queue, Queue, Queue, Queue];
  let histories: [History, History, History];
  const write = (name: string, entries: Record<string, Entry>) => writeFileSync(join(folder, `${name}.yaml`), configMap(name, entries));
  const processed = (history: History, entryName: string) =>
    [...history.jobs.values()].filter(
      (job) => job.metadata?.labels?.['event-jobs.goci.io/entry'] === entryName && condition(job) === 'Complete',
    ).length;

  beforeAll(async () => {
    namespaces = [await Namespace.create(), await Namespace.create(), await Namespace.create()];
    queues = [await Queue.declare(), await Queue.declare(), await Queue.declare(), await Queue.declare()];
    histories = [await History.of(namespaces[0].name), await History.of(namespaces[1].name), await History.of(namespaces[2].name)];
    write('wide', Object.fromEntries([0, 1, 2].map((at) => [queues[at as 0].name, entry(`wide-${at}`, namespaces[at as 0].name)])));
    write('neighbour', { [queues[3].name]: entry('neighbour', namespaces[0].name) });
    await apply(folder, output);
  });

  afterAll(async () => {
    for (const history of histories) history.end();
    for (const path of [folder, output]) rmSync(path, { recursive: true });
    await Promise.all([...queues.map((queue) => queue.delete()), ...namespaces.map((namespace) => namespace.delete())]);
  });

  it('are worked on, each in its own', async () => {
    for (const queue of queues) await queue.publish({ content: 'x' });
    for (const at of [0, 1, 2] as const)
      await histories[at].until(`entry ${at} has processed its message`, () => processed(histories[at], `wide-${at}`) === 1);
    await histories[0].until('the neighbour has processed its message', () => processed(histories[0], 'neighbour') === 1);
  });

  it('do not touch each other: one ConfigMap of a namespace is taken away, and the other goes on', async () => {
    rmSync(join(folder, 'wide.yaml'));
    await apply(folder, output);
    for (const queue of queues) await queue.publish({ content: 'y' });
    await histories[0].until('the neighbour has processed another message', () => processed(histories[0], 'neighbour') === 2);
    expect(await Promise.all(queues.map((queue) => queue.ready()))).toEqual([1, 1, 1, 0]);
    expect(histories.map((history, at) => processed(history, `wide-${at}`))).toEqual([1, 1, 1]);
  });

  it('lose what they shared only with --prune, and the neighbour still goes on', async () => {
    const gone = await kubectl(['kustomize', output]);
    const settings = ['--launcher-image', image, '--amqp-host', address.host, '--amqp-port', String(address.port)];
    await run('bin/event-jobs', ['generate', '-f', folder, '-o', output, '--prune', ...settings]);
    const kept = await kubectl(['kustomize', output]);
    expect(gone).toContain('name: wide-launcher');
    expect(kept).not.toContain('wide');
    const shared = [
      'serviceaccount/wide-launcher',
      'role/wide-launcher',
      'rolebinding/wide-launcher',
      'triggerauthentication/wide-event-jobs-broker',
    ];
    await kubectl(['delete', '-n', namespaces[0].name, 'scaledjob/wide-0', ...shared]);
    await queues[3].publish({ content: 'z' });
    await histories[0].until('the neighbour has processed a third message', () => processed(histories[0], 'neighbour') === 3);
    const names = (await custom.listNamespacedCustomObject({
      group: 'keda.sh',
      version: 'v1alpha1',
      namespace: namespaces[0].name,
      plural: 'scaledjobs',
    })) as {
      items: { metadata: { name: string } }[];
    };
    expect(names.items.map(({ metadata }) => metadata.name)).toEqual(['neighbour']);
  });
});
