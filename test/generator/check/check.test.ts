import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import fc from 'fast-check';
import { check } from '../../../generator/check/check.ts';
import { generate } from '../../../generator/generate.ts';
import { addSettings } from '../../../generator/options.ts';
import { writeDirectory } from '../../../generator/output/directory.ts';
import type { PlanOptions } from '../../../generator/output/plan.ts';
import { checkSettings } from '../../../generator/settings.ts';
import { configMapText, entries } from '../entries.ts';
import { settings } from '../sample.ts';

/** Another shell: every setting is something else there. */
const elsewhere = {
  LAUNCHER_IMAGE: 'other:1',
  AMQP_HOST: 'other',
  AMQP_PORT: '1',
  AMQP_TLS: 'true',
  DOCKER_REGISTRY: 'other.example.com',
  POD_NAMESPACE: 'other',
  KUBERNETES_JOB_SCOPE: 'other',
  CONFIG_MAP_NAME: 'other',
  NETWORK_POLICY: 'true',
  POD_SECURITY: 'restricted',
  CLUSTER_TRIGGER_AUTHENTICATION: 'other',
};

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'event-jobs-'));
  Object.assign(process.env, elsewhere);
});
afterEach(() => {
  rmSync(directory, { recursive: true });
  for (const name of Object.keys(elsewhere)) delete process.env[name];
});

const options: PlanOptions = { settings, scopeIsConfigMaps: false, allowed: [], prune: false };

/** What generate would do. */
async function generated(text: string, output: string, given = options): Promise<void> {
  const made = await generate([{ name: 'c.yaml', text }], given.settings, { scopeIsConfigMaps: given.scopeIsConfigMaps });
  if ('faults' in made) throw new Error(made.faults[0]?.problem);
  writeDirectory(output, made.value, given);
}

async function checked(text: string, output: string, flags: string[] = []) {
  const file = join(directory, 'c.yaml');
  writeFileSync(file, text);
  const command = addSettings(new Command()).parse(flags, { from: 'user' });
  return (await check({ input: { files: [file], recursive: false }, command, directory: output })).results;
}

const text = configMapText({ a: { jobName: 'a', image: 'a', command: ['run'] }, b: { jobName: 'b', image: 'b' } });

describe('check, after generate', () => {
  it('has nothing to say, in another shell too, whatever valid ConfigMap it was', async () => {
    let runs = 0;
    const property = fc.asyncProperty(entries(), fc.boolean(), async (data, scopeIsConfigMaps) => {
      const output = join(directory, `out${runs++}`);
      await generated(configMapText(data), output, { ...options, scopeIsConfigMaps });
      expect(await checked(configMapText(data), output)).toEqual([]);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('has nothing to say of settings other than the defaults', async () => {
    const other = checkSettings({
      ...{ launcherImage: 'l@sha256:0123456789abcdef0123456789abcdef', amqpHost: 'a,fd00::1', amqpPort: '99', amqpTls: true },
      ...{ dockerRegistry: '', podNamespace: 'p', kubernetesJobScope: 'k', networkPolicy: true, podSecurity: 'restricted' },
      clusterTriggerAuthentication: 'keda',
    });
    await generated(text, directory, { ...options, settings: other });
    expect(await checked(text, directory)).toEqual([]);
  });

  it('has nothing to say where entries run in their ConfigMap’s namespace; a flag for another shows what it would change', async () => {
    const team = text.replace('"namespace": "default"', '"namespace": "team"').replace('namespace: "default"', 'namespace: "team"');
    await generated(team, directory, { ...options, scopeIsConfigMaps: true });
    expect(await checked(team, directory)).toEqual([]);
    const files = (await checked(team, directory, ['--kubernetes-job-scope', 'x'])).map(({ file = '' }) => file.split('/').at(-1));
    expect(files).toContain('scaledjob.x.a.yaml');
  });

  it('has nothing to say of an entry that is gone and is kept as draining', async () => {
    const without = configMapText({ a: { jobName: 'a', image: 'a', command: ['run'] } });
    await generated(text, directory);
    expect((await checked(without, directory)).map(({ file = '' }) => file.split('/').at(-1))).toEqual([
      'scaledjob.default.b.yaml',
      'shared.default.queues.yaml',
    ]);
    await generated(without, directory);
    expect(await checked(without, directory)).toEqual([]);
  });

  it('shows by a flag what another setting would change', async () => {
    await generated(text, directory);
    const [kustomization, ...others] = (await checked(text, directory, ['--docker-registry', 'new.example.com'])).reverse();
    expect(kustomization?.diff).toContain('\n-#   --docker-registry=registry.example.com\n+#   --docker-registry=new.example.com\n');
    expect(others.map(({ rule }) => rule)).toEqual(['event-jobs/difference', 'event-jobs/difference']);
    expect(others[1]?.diff).toContain('-            image: registry.example.com/a:latest\n+            image: new.example.com/a:latest\n');
  });

  it('has nothing to say where git has ended the lines by CRLF', async () => {
    await generated(text, directory);
    for (const name of readdirSync(directory)) {
      const path = join(directory, name);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
    }
    expect(await checked(text, directory)).toEqual([]);
  });

  it('has nothing to say of a namespace that one source of the ConfigMap names and another does not', async () => {
    const bare = text.replace(/\n +namespace: .*|"namespace": "default",?/, '');
    expect(bare).not.toBe(text);
    await generated(bare, directory);
    expect(await checked(text, directory)).toEqual([]);
    await generated(text, directory);
    expect(await checked(bare, directory)).toEqual([]);
  });

  it('says which file is somebody else’s, and compares nothing', async () => {
    await generated(text, directory);
    writeFileSync(join(directory, 'scaledjob.default.a.yaml'), 'mine\n');
    expect(await checked(text, directory)).toEqual([
      {
        rule: 'event-jobs/directory',
        level: 'error',
        file: join(directory, 'scaledjob.default.a.yaml'),
        message: expect.stringContaining('not written by'),
      },
    ]);
  });

  it('needs the settings that stand in the directory', async () => {
    await expect(checked(text, join(directory, 'none'))).rejects.toThrow(
      /none: has no kustomization\.yaml of event-jobs generate; event-jobs generate -o/,
    );
    writeFileSync(join(directory, 'kustomization.yaml'), '# Generated by event-jobs generate; do not edit.\n# ConfigMap: queues\n');
    await expect(checked(text, directory)).rejects.toThrow('has a kustomization.yaml of an earlier version, without settings');
  });

  it('tells the faults of the ConfigMap, and nothing else', async () => {
    await generated(text, directory);
    writeFileSync(join(directory, 'scaledjob.default.a.yaml'), '# Generated by event-jobs generate; do not edit.\nother\n');
    const [fault, ...others] = await checked(configMapText({ a: { jobName: 'A', image: 'a' } }), directory);
    expect(others).toEqual([]);
    expect(fault).toMatchObject({
      rule: 'event-jobs/configmap',
      file: join(directory, 'c.yaml'),
      entry: 'default/queues/a',
      path: 'data.a.jobName',
    });
    expect([typeof fault?.line, typeof fault?.column]).toEqual(['number', 'number']);
  });
});
