import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { processorJobOf } from '../../generator/check/processorJobOf.ts';
import { type Ask, apiServer } from '../../generator/cluster/apiServer.ts';
import { collectionPath, objectPath } from '../../generator/cluster/resource.ts';
import { reasonOf } from '../../generator/cluster/status.ts';
import { faultText } from '../../generator/fault.ts';
import { generate } from '../../generator/generate.ts';
import { streamOf } from '../../generator/output/stream.ts';
import type { Question } from '../../handler/operator/request.ts';
import { Queue } from '../broker/queue.ts';
import { textOf } from '../generator/corpusText.ts';
import { settings } from '../generator/sample.ts';
import { batch, config, core, kubectl } from './cluster.ts';
import { isPaused, isScaledJob, kedaNamespace, type Manifest, movedTo, type ScaledJobManifest } from './goldenCase.ts';
import { type Referenced, referencesOf } from './references.ts';

jest.setTimeout(120_000);

const golden = casesIn('test/generator/golden');
/** The awkward inputs of which something is made. */
const corpus = casesIn('test/generator/corpus');

function casesIn(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, 'expected.yaml')));
}

async function generated(path: string): Promise<string> {
  const made = await generate([{ name: 'configmap.yaml', text: textOf(path) }], settings);
  if ('faults' in made) throw new Error(made.faults.map(faultText).join('\n'));
  return streamOf(made.value);
}

/** For KEDA to make a Job, in seconds: it looks at a queue as soon as it has the ScaledJob. */
const patience = 30;

let ask: Ask;
const queues: Queue[] = [];
const namespaces: string[] = [];
/** What no namespace takes along when it goes. */
const leftovers: object[] = [];

beforeAll(async () => {
  ask = await apiServer(config);
});

afterAll(async () => {
  await Promise.all([...queues.map((queue) => queue.delete()), ...namespaces.map((name) => core.deleteNamespace({ name }))]);
  if (leftovers.length > 0)
    await kubectl(['delete', '--ignore-not-found', '-f', '-'], leftovers.map((one) => JSON.stringify(one)).join('\n---\n'));
});

/** No pods: there are no such images, and of a Job's template the API server sees all when the Job is made. */
async function createNamespace(name: string): Promise<void> {
  await core.createNamespace({ body: { metadata: { name } } });
  namespaces.push(name);
  const body = { metadata: { name: 'no-pods' }, spec: { hard: { pods: '0' } } };
  await core.createNamespacedResourceQuota({ namespace: name, body });
}

async function create({ kind, namespace, name, data }: Referenced): Promise<void> {
  const metadata = { name };
  if (namespace === kedaNamespace) leftovers.push({ apiVersion: 'v1', kind, metadata: { name, namespace } });
  if (kind === 'Secret') await core.createNamespacedSecret({ namespace, body: { metadata, stringData: data } });
  else await core.createNamespacedConfigMap({ namespace, body: { metadata, data } });
}

async function refusals(object: string, question: Question): Promise<string[]> {
  const answer = await ask(question);
  return answer.status < 300 ? [] : [`${object}: ${reasonOf(answer)}`];
}

async function apply(manifest: Manifest): Promise<string[]> {
  const { kind, metadata } = manifest;
  if (metadata.namespace === undefined || metadata.namespace === kedaNamespace) leftovers.push(manifest);
  const path = `${objectPath(manifest)}?fieldManager=event-jobs&fieldValidation=Strict&force=true`;
  return refusals(`${kind} ${metadata.name}`, { method: 'PATCH', path, body: manifest, contentType: 'application/apply-patch+yaml' });
}

/** Of the runner `job`: its launcher, which has no pod here, would make it. */
async function tryProcessorJob(scaledJob: ScaledJobManifest): Promise<string[]> {
  const job = processorJobOf(scaledJob);
  if (job === undefined) return [];
  const path = `${collectionPath(job as unknown as Manifest)}?dryRun=All&fieldValidation=Strict`;
  return refusals(`processor's Job of ${scaledJob.metadata.name}`, { method: 'POST', path, body: job });
}

async function publish(scaledJobs: readonly ScaledJobManifest[]): Promise<void> {
  const names = new Set(scaledJobs.flatMap(({ spec }) => spec.triggers.map(({ metadata }) => metadata.queueName)));
  for (const name of names) {
    const queue = await Queue.declare({}, undefined, name);
    queues.push(queue);
    await queue.publish({ content: 'x' });
  }
}

/** Empty once KEDA has made a Job of it; otherwise what KEDA says. */
async function refusalsOfKeda({ metadata: { name, namespace } }: ScaledJobManifest): Promise<string[]> {
  const labelSelector = `scaledjob.keda.sh/name=${name}`;
  const fieldSelector = `involvedObject.kind=ScaledJob,involvedObject.name=${name},type=Warning`;
  const end = Date.now() + patience * 1000;
  while (true) {
    if ((await batch.listNamespacedJob({ namespace, labelSelector })).items.length > 0) return [];
    const warnings = (await core.listNamespacedEvent({ namespace, fieldSelector })).items.map(
      ({ reason, message }) => `${reason}: ${message}`,
    );
    const refused = warnings.some((warning) => warning.startsWith('KEDAJobCreateFailed'));
    if (refused || Date.now() > end) return [`KEDA made no Job of ${name}: ${[...new Set(warnings)].join('; ')}`];
    await sleep(100);
  }
}

/** All that the API server, and KEDA, have to say against manifests in namespaces of their own. */
async function allRefusals(text: string): Promise<string[]> {
  const manifests = movedTo(`e2e-${randomUUID().slice(0, 8)}`, text);
  const scaledJobs = manifests.filter(isScaledJob);
  for (const namespace of new Set(manifests.map(({ metadata }) => metadata.namespace)))
    if (namespace !== undefined && namespace !== kedaNamespace) await createNamespace(namespace);
  for (const referenced of referencesOf(manifests)) await create(referenced);
  await publish(scaledJobs);
  const refused: string[] = [];
  for (const manifest of manifests) refused.push(...(await apply(manifest)));
  const awaited = refused.length > 0 ? [] : scaledJobs.filter((scaledJob) => !isPaused(scaledJob));
  const tried = await Promise.all([...scaledJobs.map(tryProcessorJob), ...awaited.map(refusalsOfKeda)]);
  return [...refused, ...tried.flat()];
}

describe('what is generated', () => {
  it.each(golden)('is accepted by the API server, and by KEDA, which makes a Job of each ScaledJob: %s', async (path) => {
    expect(await allRefusals(readFileSync(join(path, 'expected.yaml'), 'utf8'))).toEqual([]);
  });

  it.each(corpus)('of an awkward input, too, is accepted by both: %s', async (path) => {
    expect(await allRefusals(await generated(path))).toEqual([]);
  });
});
