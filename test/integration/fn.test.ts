import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { load, loadAll } from 'js-yaml';

jest.setTimeout(60_000);

const bin = resolve('bin/event-jobs');
let kustomize: string;
beforeAll(() => {
  kustomize = execFileSync('test/peers/build', ['kustomize'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}, 540_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'event-jobs-fn-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface KubernetesObject {
  kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
}

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** The real kustomize, with this Node in its PATH for the function, and settings in the environment that must have no effect. */
function build(directory = '.', env: Record<string, string> = {}) {
  const args = ['build', '--enable-alpha-plugins', '--enable-exec', directory];
  const path = `${dirname(process.execPath)}:${process.env.PATH}`;
  const { status, stdout, stderr } = spawnSync(kustomize, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: path, HOME: folder, ...env },
  });
  return { status, stderr, text: stdout, objects: status === 0 ? (loadAll(stdout) as KubernetesObject[]) : [] };
}

const entry = 'jobName: orders\nimage: team/orders\ncommand: [orders]\n';
const indented = (text: string, by: string) => text.replace(/^(?=.)/gm, by);
const configMap = (text = entry, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: jobs\n${more}data:\n  orders: |\n${indented(text, '    ')}`;
const functionConfig = (spec = '') => `apiVersion: event-jobs.goci.io/v1alpha1
kind: EventJobsGenerator
metadata:
  name: jobs
  annotations:
    config.kubernetes.io/function: |
      exec: {path: ${bin}, args: [fn]}
spec:
  launcherImage: registry.example.com/event-jobs:0.1.0
  amqpHost: rabbitmq
${spec}`;
const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\nspec:\n  ports:\n  - port: 80\n';

/** What `generate` makes of the same. */
function generated(): KubernetesObject[] {
  const args = [bin, 'generate', '-f', '-', '--launcher-image', 'registry.example.com/event-jobs:0.1.0', '--amqp-host', 'rabbitmq'];
  return loadAll(execFileSync(process.execPath, args, { input: configMap(), encoding: 'utf8', env: {} })) as KubernetesObject[];
}

const sorted = (objects: object[]) => objects.map((object) => JSON.stringify(object, sortedKeys)).sort();
function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

describe('event-jobs fn in the real kustomize', () => {
  it('makes of the ConfigMaps of a kustomization what generate makes, as a transformer', () => {
    write({
      'kustomization.yaml': 'resources: [jobs.yaml, service.yaml]\ntransformers: [event-jobs.yaml]\n',
      'jobs.yaml': configMap(),
      'service.yaml': service,
      'event-jobs.yaml': functionConfig(),
    });
    const { status, objects } = build();
    expect(status).toBe(0);
    expect(sorted(objects)).toEqual(sorted([...generated(), load(configMap()) as object, load(service) as object]));
  });

  it('leaves the ConfigMap out of the cluster where it is marked as local', () => {
    const local = configMap(entry, '  annotations: {config.kubernetes.io/local-config: "true"}\n');
    write({
      'kustomization.yaml': 'resources: [jobs.yaml]\ntransformers: [event-jobs.yaml]\n',
      'jobs.yaml': local,
      'event-jobs.yaml': functionConfig(),
    });
    expect(sorted(build().objects)).toEqual(sorted(generated()));
  });

  it.each([
    ['its own entries', `  entries:\n    orders:\n${indented(entry, '      ')}`],
    ['a file', '  files: [jobs.yaml]\n'],
  ])('is a generator, too, with %s', (_, spec) => {
    write({ 'kustomization.yaml': 'generators: [event-jobs.yaml]\n', 'jobs.yaml': configMap(), 'event-jobs.yaml': functionConfig(spec) });
    expect(sorted(build().objects)).toEqual(sorted(generated()));
  });

  it('takes entries that are files of their own, put together by kustomize', () => {
    write({
      'kustomization.yaml':
        'configMapGenerator:\n- name: jobs\n  files: [orders=entries/orders.yaml]\n  options: {disableNameSuffixHash: true}\ntransformers: [event-jobs.yaml]\n',
      'entries/orders.yaml': `# yaml-language-server: $schema=entry.json\n${entry}`,
      'event-jobs.yaml': functionConfig(),
    });
    expect(sorted(build().objects.filter(({ kind }) => kind !== 'ConfigMap'))).toEqual(sorted(generated()));
  });

  it('doubles nothing where a base and its overlay both have it', () => {
    write({
      'base/kustomization.yaml': 'resources: [jobs.yaml]\ntransformers: [event-jobs.yaml]\n',
      'base/jobs.yaml': configMap(),
      'base/event-jobs.yaml': functionConfig(),
      'overlay/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\ntransformers: [event-jobs.yaml]\n',
      'overlay/patch.yaml': configMap(`${entry}interval: 5\n`),
      'overlay/event-jobs.yaml': functionConfig(),
    });
    const { objects, status } = build('overlay');
    expect(status).toBe(0);
    expect(objects.filter(({ kind }) => kind === 'ScaledJob')).toMatchObject([{ spec: { pollingInterval: 5 } }]);
    expect(objects).toHaveLength(generated().length + 1);
  });

  it('ends the build with all that is wrong, and prints no manifest', () => {
    const wrong = configMap(entry.replace('jobName: orders', 'jobName: Orders').replace('command', 'comand'));
    write({
      'kustomization.yaml': 'resources: [jobs.yaml]\ntransformers: [event-jobs.yaml]\n',
      'jobs.yaml': wrong,
      'event-jobs.yaml': functionConfig(),
    });
    const { status, stderr, text } = build();
    expect(status).not.toBe(0);
    expect(text).toBe('');
    expect(stderr).toContain('configMap jobs: data.orders.comand: is an unknown key; did you mean command?\n');
    expect(stderr).toContain('configMap jobs: data.orders.jobName: "Orders" is not valid');
  });

  it('makes the same in any environment', () => {
    write({
      'kustomization.yaml': 'resources: [jobs.yaml]\ntransformers: [event-jobs.yaml]\n',
      'jobs.yaml': configMap(),
      'event-jobs.yaml': functionConfig(),
    });
    const other = {
      AMQP_HOST: 'elsewhere',
      LAUNCHER_IMAGE: 'other:1',
      KUBERNETES_JOB_SCOPE: 'shop',
      DOCKER_REGISTRY: 'r.example.com',
      NETWORK_POLICY: 'true',
    };
    expect(build('.', other).text).toBe(build().text);
  });
});

describe("event-jobs init's kustomization in the real kustomize", () => {
  it('is what generate has made of the ConfigMap beside it', () => {
    const run = (...args: string[]) =>
      execFileSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', env: {}, stdio: 'pipe' });
    run('init', 'jobs');
    const settings = ['--launcher-image', 'l:1', '--amqp-host', 'rabbitmq'];
    run('generate', '-f', 'jobs/configmap.yaml', '-o', 'jobs/generated', ...settings);
    const { objects, status } = build('jobs');
    expect(status).toBe(0);
    expect(sorted(objects)).toEqual(sorted(loadAll(run('generate', '-f', 'jobs/configmap.yaml', ...settings)) as object[]));
  });
});
