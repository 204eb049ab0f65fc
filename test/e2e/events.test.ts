/** Events, told with exactly the rights of the generated Role, as an operator sees them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { V1JobSpec } from '@kubernetes/client-node';
import { apiServer } from '../../handler/apiServer.ts';
import type { Owner } from '../../handler/cluster.ts';
import { launcherEnvironment } from '../../handler/contract.ts';
import { events, type Report } from '../../handler/events.ts';
import { eventually } from '../eventually.ts';
import { batch, config, custom, kubectl } from './cluster.ts';
import { split } from './manifests.ts';
import { Namespace } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

jest.setTimeout(60_000);

let namespace: Namespace;
let credentials: string;
let spec: V1JobSpec;
let own: Owner;
let scaledJob: Owner;
const warnings: unknown[] = [];

/** Paused in both ways: neither KEDA nor the kubelet has a part in this. */
beforeAll(async () => {
  namespace = await Namespace.create();
  const manifests = await namespace.configure({ unused: { jobName: 'told', paused: true, ...nodeProcessor('') } });
  spec = split(manifests).spec;
  const body = { metadata: { name: 'told-x' }, spec: { ...spec, suspend: true } };
  const job = await batch.createNamespacedJob({ namespace: namespace.name, body });
  own = { apiVersion: 'batch/v1', kind: 'Job', name: 'told-x', uid: job.metadata?.uid ?? '' };
  const [group, version, plural] = ['keda.sh', 'v1alpha1', 'scaledjobs'];
  const made = await custom.getNamespacedCustomObject({ group, version, plural, namespace: namespace.name, name: 'told' });
  scaledJob = { apiVersion: `${group}/${version}`, kind: 'ScaledJob', name: 'told', uid: made.metadata.uid };
  credentials = mkdtempSync(join(tmpdir(), 'credentials-'));
  writeFileSync(join(credentials, 'token'), await kubectl(['--namespace', namespace.name, 'create', 'token', 'event-jobs-launcher']));
  const authority = ['--output=jsonpath={.clusters[0].cluster.certificate-authority-data}'];
  const encoded = await kubectl(['config', 'view', '--raw', '--minify', '--flatten', ...authority]);
  writeFileSync(join(credentials, 'ca.crt'), Buffer.from(encoded, 'base64'));
});

beforeEach(() => {
  warnings.length = 0;
});

afterAll(async () => {
  rmSync(credentials, { recursive: true, force: true });
  await namespace.delete();
});

function tell() {
  const { hostname, port } = new URL(config.getCurrentCluster()?.server ?? '');
  const { call } = apiServer({ host: hostname, port: Number(port || 443), credentials });
  const log = { info() {}, error() {}, warn: (...line: unknown[]) => warnings.push(line) };
  return events(call, { namespace: namespace.name, name: own.name, uid: own.uid }, 'told-x-abcde', log);
}

const report: Report = { type: 'Warning', reason: 'DeadLettered', message: 'the message is not JSON' };
const described = (...object: string[]) => kubectl(['--namespace', namespace.name, 'describe', ...object]);

describe('an Event of a launcher with the generated Role', () => {
  it('is shown where its Job is described, and among the events', async () => {
    await tell()({ ...report, message: `${report.message} ${'ü'.repeat(600)}` }, own);
    expect(warnings).toEqual([]);
    expect(await described('job', own.name)).toMatch(
      /Warning +DeadLettered +\S+ +event-jobs\.goci\.io\/launcher +the message is not JSON ü+…/,
    );
    expect(await kubectl(['--namespace', namespace.name, 'events'])).toMatch(/Warning +DeadLettered +Job\/told-x +the message is not JSON/);
  });

  it('is one on the ScaledJob, however many launchers tell it', async () => {
    for (const _ of ['one', 'another']) await tell()({ ...report, reason: 'LauncherFailed' }, scaledJob);
    expect(warnings).toEqual([]);
    const events = (await described('scaledjob', scaledJob.name)).split('\n').filter((line) => line.includes('LauncherFailed'));
    expect(events).toHaveLength(1);
  });

  it('is on the ScaledJob, too, where a launcher cannot read its settings', async () => {
    const unreadable = structuredClone(spec);
    const [launcher] = unreadable.template.spec?.initContainers ?? [];
    const settings = launcher?.env?.find(({ name }) => name === launcherEnvironment.settings);
    if (settings === undefined) throw new Error('the launcher has no settings');
    settings.value = '{"version":2}';
    const metadata = { name: 'told-y', ownerReferences: [scaledJob] };
    await batch.createNamespacedJob({ namespace: namespace.name, body: { metadata, spec: unreadable } });
    await eventually('both have the Event', async () => {
      const events = await Promise.all([described('scaledjob', scaledJob.name), described('job', 'told-y')]);
      return events.every((text) => /LauncherSettings .*exit code 64: EVENT_JOBS_SETTINGS is of version 2/.test(text));
    });
  });

  it('is a line in the log where the right to it is missing', async () => {
    const patch = JSON.stringify([
      { op: 'test', path: '/rules/2/resources/0', value: 'events' },
      { op: 'remove', path: '/rules/2' },
    ]);
    await kubectl(['--namespace', namespace.name, 'patch', 'role', 'event-jobs-launcher', '--type=json', `--patch=${patch}`]);
    const may = ['auth', 'can-i', 'create', 'events.events.k8s.io', `--as=system:serviceaccount:${namespace.name}:event-jobs-launcher`];
    const isGone = () =>
      kubectl(['--namespace', namespace.name, ...may]).then(
        () => false,
        () => true,
      );
    await eventually('the API server knows of it', isGone);
    await tell()(report, own);
    expect(warnings).toEqual([
      [
        { event: 'DeadLettered', error: expect.stringContaining('cannot create resource "events" in API group "events.k8s.io"') },
        'no Event: it is in this log only',
      ],
    ]);
  });
});
