import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '../../generator/template/canonical.ts';
import type { Fields } from '../../generator/template/json.ts';
import { merge } from '../../generator/template/merge.ts';
import { applyTemplate, resultFindings } from '../../generator/template/template.ts';
import { eventually } from '../eventually.ts';
import { base, folder, goldenCase } from '../generator/template/goldenCase.ts';
import { patches } from '../generator/template/patches.ts';
import { templates } from '../generator/template/templates.ts';
import { custom, kubectl } from './cluster.ts';
import { Namespace } from './namespace.ts';

jest.setTimeout(300_000);

interface Case {
  base: object;
  patch: object;
}

const golden = readdirSync(folder)
  .filter((name) => !existsSync(join(folder, name, 'expected.err')))
  .map((name) => goldenCase(name) as Case);

const seed = Date.now() | 0;
/** Named in each failure, so that it can be had again. */
const sample = (count: number) =>
  fc.sample(templates, { numRuns: count, seed }).filter((patch) => resultFindings(base, patch).length === 0);
const madeOf = (cases: readonly Case[]) => cases.map((one) => applyTemplate(one.base, one.patch));

function list(items: readonly object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

describe('the merge of a template', () => {
  const refused = 'refused';

  async function byKubectl({ base, patch }: Case): Promise<object> {
    const podTemplate = { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'a' }, template: base };
    const options = ['--local', '--type', 'strategic', '-o', 'json', '-f', '-', '-p', JSON.stringify({ template: patch })];
    return JSON.parse(await kubectl(['patch', ...options], JSON.stringify(podTemplate))).template;
  }

  async function byUs({ base, patch }: Case): Promise<object> {
    return merge(base as Fields, patch as Fields, 'PodTemplateSpec');
  }

  async function outcome(one: Case, merging: (one: Case) => Promise<object>): Promise<object | string> {
    const template = await merging(one).catch(() => undefined);
    return template === undefined ? refused : canonical(template as Fields, 'PodTemplateSpec', one.base as Fields);
  }

  async function expectSame(one: Case): Promise<object | string> {
    const merged = await outcome(one, byUs);
    expect({ patch: one.patch, merged }).toEqual({ patch: one.patch, merged: await outcome(one, byKubectl) });
    return merged;
  }

  it('is what kubectl patch --local makes of every golden case', async () => {
    expect(golden.length).toBeGreaterThan(15);
    for (const one of golden) expect(await expectSame(one)).not.toBe(refused);
  });

  it('is what kubectl patch --local makes of any patch, directives and nulls included', async () => {
    await fc.assert(
      fc.asyncProperty(patches, async (patch) => {
        await expectSame({ base, patch });
      }),
      { numRuns: 200, seed },
    );
  });
});

describe('a template that has no fault', () => {
  it('gives a Job that the API server takes', async () => {
    const made = [...madeOf(golden), ...sample(300).map((patch) => applyTemplate(base, patch))];
    const jobs = made.map((template, index) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: `job-${index}`, namespace: 'default' },
      spec: { template },
    }));
    const created = await kubectl(['create', '--dry-run=server', '-o', 'name', '-f', '-'], list(jobs)).catch((error) => {
      throw new Error(`seed ${seed}: ${error.stderr}`);
    });
    expect(created.trim().split('\n')).toHaveLength(jobs.length);
  });
});

describe('the form of a patched template', () => {
  let namespace: Namespace;

  beforeAll(async () => {
    namespace = await Namespace.create();
  });

  afterAll(async () => {
    await namespace.delete();
  });

  /** Paused, with a trigger that asks nobody: KEDA takes it over, and makes no Job. */
  function scaledJob(template: object, index: number): object {
    return {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledJob',
      metadata: { name: `job-${index}`, namespace: namespace.name, annotations: { 'autoscaling.keda.sh/paused': 'true' } },
      spec: {
        rollout: { strategy: 'gradual' },
        scalingStrategy: { strategy: 'accurate' },
        triggers: [{ type: 'cron', metadata: { timezone: 'Etc/UTC', start: '0 0 1 1 *', end: '1 0 1 1 *', desiredReplicas: '1' } }],
        jobTargetRef: { template },
      },
    };
  }

  async function states(): Promise<{ finalizers?: string[]; generation: number }[]> {
    const of = { group: 'keda.sh', version: 'v1alpha1', namespace: namespace.name, plural: 'scaledjobs' };
    const { items } = (await custom.listNamespacedCustomObject(of)) as {
      items: { metadata: { finalizers?: string[]; generation: number } }[];
    };
    return items.map(({ metadata }) => metadata);
  }

  it('is how KEDA writes it: the first generation stays, and a server-side diff is empty', async () => {
    const made = [...madeOf(golden), ...sample(60).map((patch) => applyTemplate(base, patch))];
    const manifests = list(made.map(scaledJob));
    await kubectl(['apply', '--server-side', '-f', '-'], manifests);
    await eventually('KEDA has taken them all over', async () => {
      const taken = await states();
      return taken.length === made.length && taken.every(({ finalizers }) => finalizers?.includes('finalizer.keda.sh'));
    });
    expect({ seed, generations: (await states()).map(({ generation }) => generation) }).toEqual({ seed, generations: made.map(() => 1) });
    expect(await kubectl(['diff', '--server-side', '-f', '-'], manifests)).toBe('');
  });
});
