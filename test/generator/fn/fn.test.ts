import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { runFunction } from '../../../generator/fn/fn.ts';
import { printed } from '../../../generator/output/printer.ts';

const folder = join(import.meta.dirname, 'golden');
const update = process.env.UPDATE_GOLDEN === '1' && process.env.CI === undefined;
const noFiles = async () => ({ sources: [], faults: [] });

interface Object {
  kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string>; labels?: Record<string, string> };
  rules?: object[];
}
interface List {
  items: Object[];
  functionConfig?: object;
  results?: { message: string; severity: string; field?: { path: string } }[];
}

const read = (text: string) => load(text) as List;
const caseOf = (name: string) => readFileSync(join(folder, name, 'input.yaml'), 'utf8');

/** A file of a case says what it says; one that is missing, that there is nothing to say. */
function expectFile(name: string, file: string, text: string): void {
  const path = join(folder, name, file);
  if (update) text === '' ? rmSync(path, { force: true }) : writeFileSync(path, text);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text);
}

describe('fn: golden cases, one folder each', () => {
  it.each(readdirSync(folder))('%s', async (name) => {
    const { output, said, failed } = await runFunction(caseOf(name), noFiles);
    expectFile(name, 'expected.yaml', output);
    expectFile(name, 'expected.err', said.map((line) => `${line}\n`).join(''));
    expect(failed).toBe(name.startsWith('fault'));
  });

  it.each(readdirSync(folder).filter((name) => !name.startsWith('fault')))('makes the same of its own output: %s', async (name) => {
    const first = await runFunction(caseOf(name), noFiles);
    expect(await runFunction(first.output, noFiles)).toEqual(first);
  });

  it.each(readdirSync(folder).filter((name) => name.startsWith('fault')))(
    'leaves the items as they are where something is wrong: %s',
    async (name) => {
      const { output } = await runFunction(caseOf(name), noFiles);
      expect(read(output).items).toEqual(read(caseOf(name)).items);
      expect(read(output).results?.every(({ severity }) => severity === 'error')).toBe(true);
    },
  );
});

/** A list with what `entries` became, and then other entries. */
async function edited(from: object, to: object, spec: object = {}): Promise<List & { said: string[] }> {
  const config = (entries: object, more: object) => ({
    apiVersion: 'event-jobs.goci.io/v1alpha1',
    kind: 'EventJobsGenerator',
    metadata: { name: 'jobs' },
    spec: { launcherImage: 'l:1', amqpHost: 'rabbitmq', entries, ...more },
  });
  const list = (functionConfig: object, items: object[]) =>
    printed({ apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', functionConfig, items });
  const first = await runFunction(list(config(from, {}), []), noFiles);
  const again = await runFunction(list(config(to, spec), read(first.output).items), noFiles);
  return { ...read(again.output), said: again.said };
}

const orders = { jobName: 'orders', image: 'team/orders', command: ['orders'] };
const bills = { jobName: 'bills', image: 'team/bills' };
const named = (items: Object[], name: string, kind = 'ScaledJob') =>
  items.find((object) => object.kind === kind && object.metadata.name === name);

describe('fn, over what an earlier run has left', () => {
  it('puts what has changed in the place of what was there, in its file', async () => {
    const { items } = await edited({ orders, bills }, { orders, bills: { ...bills, interval: 5 } });
    expect(items.map(({ kind }) => kind)).toEqual([
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'TriggerAuthentication',
      'ScaledJob',
      'ScaledJob',
    ]);
    expect(named(items, 'bills')).toMatchObject({
      spec: { pollingInterval: 5 },
      metadata: { annotations: { 'internal.config.kubernetes.io/path': 'generated/scaledjob.default.bills.yaml' } },
    });
  });

  it('keeps what a user or an orchestrator has said of the place, and nothing else that is not generated', async () => {
    const { output } = await runFunction(caseOf('transformer'), noFiles);
    const moved = output
      .replaceAll('shop/generated/scaledjob.default.orders.yaml', 'elsewhere.yaml')
      .replace(/( +)app.kubernetes.io\/name: orders\n/, '$&$1mine: x\n');
    const again = read((await runFunction(moved, noFiles)).output);
    expect(named(again.items, 'orders')?.metadata.annotations?.['internal.config.kubernetes.io/path']).toBe('elsewhere.yaml');
    expect(named(again.items, 'orders')?.metadata.labels).not.toHaveProperty('mine');
  });

  it('keeps the ScaledJob of an entry that is gone as paused and draining, with the rights that it needs, and says so', async () => {
    const { items, results, said } = await edited({ orders, bills }, { orders });
    const annotations = { 'autoscaling.keda.sh/paused': 'true', 'event-jobs.goci.io/draining': 'true' };
    expect(named(items, 'bills')?.metadata.annotations).toMatchObject(annotations);
    expect(named(items, 'orders')?.metadata.annotations).toMatchObject({ 'autoscaling.keda.sh/paused': 'false' });
    expect(JSON.stringify(named(items, 'jobs-launcher', 'Role')?.rules)).toContain('"delete"');
    expect(results).toMatchObject([{ severity: 'warning', message: expect.stringMatching(/bills.*gone/), resourceRef: { name: 'bills' } }]);
    expect(said).toEqual(results?.map(({ message }) => message));
  });

  it('lets it go with prune, and the rights with it', async () => {
    const { items, results } = await edited({ orders, bills }, { orders }, { prune: true });
    expect(named(items, 'bills')).toBeUndefined();
    expect(JSON.stringify(named(items, 'jobs-launcher', 'Role')?.rules)).not.toContain('"delete"');
    expect(results).toBeUndefined();
  });

  it('takes a draining one up again where its entry is back', async () => {
    const gone = await edited({ orders, bills }, { orders });
    expect(named(gone.items, 'bills')?.metadata.annotations).toHaveProperty(['event-jobs.goci.io/draining']);
    const list = printed({
      apiVersion: 'config.kubernetes.io/v1',
      kind: 'ResourceList',
      functionConfig: { ...gone.functionConfig, spec: { launcherImage: 'l:1', amqpHost: 'rabbitmq', entries: { orders, bills } } },
      items: gone.items,
    });
    const back = read((await runFunction(list, noFiles)).output);
    expect(named(back.items, 'bills')?.metadata.annotations).not.toHaveProperty(['event-jobs.goci.io/draining']);
  });

  it("does not touch what another ConfigMap's entries have become", async () => {
    const first = await runFunction(caseOf('entries'), noFiles);
    const other = {
      apiVersion: 'event-jobs.goci.io/v1alpha1',
      kind: 'EventJobsGenerator',
      metadata: { name: 'other' },
      spec: { launcherImage: 'l:1', amqpHost: 'rabbitmq', entries: { bills } },
    };
    const list = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', functionConfig: other, items: read(first.output).items };
    const { items } = read((await runFunction(printed(list), noFiles)).output);
    expect(items.slice(0, read(first.output).items.length)).toEqual(read(first.output).items);
    expect(named(items, 'bills')).toBeDefined();
  });
});

describe('fn', () => {
  const withFiles = caseOf('fault-entries').replace(/entries:\n.*\n/, 'files: [jobs/configmap.yaml]\n');

  it('reads the files that its configuration names, and puts what it generates beside them', async () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: jobs}\ndata:\n  orders: |\n    ${JSON.stringify(orders)}\n`;
    const { output, failed } = await runFunction(withFiles, async ([name = '']) => ({ sources: [{ name, text }], faults: [] }));
    expect(failed).toBe(false);
    expect(named(read(output).items, 'orders')?.metadata.annotations?.['internal.config.kubernetes.io/path']).toBe(
      'jobs/generated/scaledjob.default.orders.yaml',
    );
  });

  it('says where in a file something is wrong, and which cannot be read', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: jobs}\ndata:\n  orders: |\n    jobName: Orders\n    image: x\n';
    const unread = { file: 'b.yaml', path: '', problem: 'cannot be read' };
    const { said, output } = await runFunction(withFiles, async ([name = '']) => ({ sources: [{ name, text }], faults: [unread] }));
    expect(said).toEqual([
      'b.yaml: cannot be read',
      expect.stringMatching(/^jobs\/configmap\.yaml:6:14: data\.orders\.jobName: "Orders" is not valid/),
    ]);
    expect(read(output).results).toMatchObject([{ file: { path: 'b.yaml' } }, { file: { path: 'jobs/configmap.yaml' } }]);
  });

  it.each([
    ['', 'is no ResourceList'],
    ['apiVersion: v1\nkind: ConfigMap\n', 'is no ResourceList'],
    ['kind: ResourceList\nitems: [1]\n', 'is no ResourceList'],
    ['kind: ResourceList\nitems: {}\n', 'is no ResourceList'],
    ['a: b: c', 'is no YAML'],
    ['kind: ResourceList\nitems: []\nfunctionConfig:\n  kind: ConfigMap\n  data: {launcherImage: l}\n', 'nothing to generate from'],
  ])('refuses what is nothing for it: %j', async (text, message) => {
    await expect(runFunction(text, noFiles)).rejects.toThrow(message);
  });

  it('needs no configuration to say what is missing', async () => {
    const { said } = await runFunction('kind: ResourceList\nitems: []\n', noFiles);
    expect(said).toEqual([expect.stringMatching(/^functionConfig: spec\.launcherImage: is missing/)]);
  });
});
