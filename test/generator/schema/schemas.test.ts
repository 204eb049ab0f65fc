import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { entrySchema } from '../../../generator/entry/entry.ts';
import { isEntry } from '../../../generator/entry/validator.ts';
import { generate } from '../../../generator/generate.ts';
import { printed } from '../../../generator/output/printer.ts';
import { documentation, keys } from '../../../generator/schema/keys.ts';
import { schemas } from '../../../generator/schema/schemas.ts';
import { refusedVariables } from '../../../handler/contract.ts';
import { settings } from '../sample.ts';

jest.setTimeout(60_000);

type Name = keyof typeof schemas;
const names = Object.keys(schemas) as Name[];
const published = (name: Name) => join(import.meta.dirname, '../../../manifests/schema', `${name}.json`);
const text = (name: Name) => `${JSON.stringify(schemas[name].schema(), null, 2)}\n`;

/** Strict: a keyword that is none of JSON Schema's is an error, but for the one that only editors know. */
function validator(name: Name) {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false });
  ajv.addVocabulary(['patternErrorMessage']);
  return ajv.compile(schemas[name].schema());
}
const bySchema = validator('entry');

const base = { jobName: 'invoices', image: 'team/invoices', command: ['run'] };
const configMap = (entry: object) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  ${printed({ invoices: printed(entry) }).replaceAll('\n', '\n  ')}`;
async function faultsOf(entry: object): Promise<string[]> {
  const made = await generate([{ name: 'c.yaml', text: configMap(entry) }], settings);
  return 'faults' in made ? made.faults.map(({ path, problem }) => `${path}: ${problem}`) : [];
}

describe('the JSON Schemas', () => {
  it.each(names)('are published as they are printed (UPDATE_GOLDEN=1 does): %s', (name) => {
    if (process.env.UPDATE_GOLDEN === '1' && process.env.CI === undefined) writeFileSync(published(name), text(name));
    expect(readFileSync(published(name), 'utf8')).toBe(text(name));
  });

  it.each(names)('are draft-07 and in its words alone: %s', (name) => {
    expect(() => validator(name)).not.toThrow();
  });

  it('describe every key, with examples', () => {
    for (const [key, schema] of Object.entries(schemas.entry.schema().properties as object)) {
      expect([key, schema]).toEqual([key, expect.objectContaining({ description: expect.stringMatching(/^[A-Z].*\.$/) })]);
      expect([key, schema.examples.length > 0]).toEqual([key, true]);
      expect([key, 'default' in schema || / Default: /.test(schema.description) || entrySchema.required.includes(key as never)]).toEqual([
        key,
        true,
      ]);
    }
  });

  it('name every variable that no message may set', () => {
    const { description } = (schemas.entry.schema().properties as Record<string, { description: string }>).messageEnvironment ?? {};
    for (const name of refusedVariables) expect(description).toContain(` ${name}`);
  });
});

describe('the schema of an entry', () => {
  const examples = keys.flatMap((key) => documentation(key).examples.map((example) => [key, example] as const));
  it.each(examples)('has an example of %s that generates: %j', async (key, example) => {
    const entry = { ...base, ...(key === 'consumerTimeout' && { acknowledge: 'completion' }), [key]: example };
    expect(bySchema(entry)).toBe(true);
    expect(await faultsOf(entry)).toEqual([]);
  });

  it.each(keys.filter((key) => documentation(key).default !== undefined))(
    'has a default of %s that generates and changes nothing',
    async (key) => {
      const entry = { ...base, [key]: documentation(key).default };
      expect(bySchema(entry)).toBe(true);
      const made = await Promise.all([base, entry].map((one) => generate([{ name: 'c.yaml', text: configMap(one) }], settings)));
      expect(made[1]).toEqual(made[0]);
    },
  );

  it.each([
    [{ parallelsim: 3 }],
    [{ jobName: 'Invoices' }],
    [{ image: 'Team/Invoices' }],
    [{ parallelism: 0 }],
    [{ parallelism: 'many' }],
    [{ environment: { TARGET: 'x' } }],
    [{ environment: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }],
    [{ environment: { A: 1 } }],
    [{ labels: { 'event-jobs.goci.io/entry': 'x' } }],
    [{ labels: { 'batch.kubernetes.io/x': 'x' } }],
    [{ messageEnvironment: ['BASH_ENV'] }],
    [{ resources: { limits: { cpu: '1 core' } } }],
    [{ resources: { limits: { cpu: -1 } } }],
    [{ queue: 'q'.repeat(256) }],
    [{ broker: { hosts: [] } }],
    [{ keep: { failed: 'none' } }],
    [{ breaker: { failures: 3 } }],
  ])('refuses what generate refuses: %j', async (wrong) => {
    expect(bySchema({ ...base, ...wrong })).toBe(false);
    expect(await faultsOf({ ...base, ...wrong })).not.toEqual([]);
  });

  it.each([
    [{ queue: 'q'.repeat(255), deadLetter: 'd' }],
    [{ jobName: 'j'.repeat(57) }],
    [{ imageVersion: 'v'.repeat(128) }],
    [{ registry: '', image: `localhost:5000/team/invoices@sha256:${'0'.repeat(64)}` }],
    [{ parallelism: 2 ** 31 - 1 }],
    [{ resources: { requests: { cpu: 0.5, memory: '1e3' }, limits: { cpu: '+1', memory: '.5Gi' } } }],
    [{ labels: { 'example.com/team': '' } }],
    [{ environment: { 'spring.datasource.url': 'jdbc:x', TARGETS: 'x' } }],
    [{ messageEnvironment: ['*', 'LDAP', 'PATH_A'] }],
    [{ contentSchema: false }],
  ])('takes what generate takes, up to its limits: %j', async (entry) => {
    expect(await faultsOf({ ...base, ...entry })).toEqual([]);
    expect([bySchema({ ...base, ...entry }), bySchema.errors]).toEqual([true, null]);
  });
});

/** Any value at all, and such as are nearly right. */
const value = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...keys.flatMap((key) => documentation(key).examples),
      ...['', 'all', '1Mi', 'A', '*', 'LD_X', 'a.b', 'q'.repeat(255), 'q'.repeat(256), 0, -1, 2 ** 31, 1.5, true],
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

/** An entry that is valid but for one or two values, somewhere. */
const mutated = fc
  .tuple(fc.subarray([...keys]), fc.array(fc.tuple(fc.nat(), value), { minLength: 1, maxLength: 2 }), fc.nat(3))
  .map(([some, changes, which]) => {
    const entry: Record<string, unknown> = { ...base };
    for (const key of some) entry[key] = structuredClone(documentation(key).examples[which % documentation(key).examples.length]);
    for (const [at, changed] of changes) change(entry, at, changed);
    return entry;
  });

/** Replaces the value at one of the places of a tree. */
function change(tree: Record<string, unknown>, at: number, changed: unknown): void {
  const places: [parent: Record<string, unknown>, key: string][] = [];
  const visit = (parent: Record<string, unknown>) => {
    for (const key of Object.keys(parent)) {
      places.push([parent, key]);
      if (typeof parent[key] === 'object' && parent[key] !== null) visit(parent[key] as Record<string, unknown>);
    }
  };
  visit(tree);
  const [parent, key] = places[at % places.length] ?? [tree, 'jobName'];
  parent[key] = structuredClone(changed);
}

describe('the schema of an entry, beside generate', () => {
  /** What JSON Schema has no word for, or only half of one. */
  const halfExpressible = ['bytes', 'fitting', 'fittingDivisor', 'uniqueNames', 'maxBytes', 'quantity', 'image'];

  it('refuses nothing that generate takes, and takes nothing that it refuses but for rules that JSON Schema has no words for', () => {
    let refused = 0;
    fc.assert(
      fc.property(mutated, (entry) => {
        const [schema, generator] = [bySchema(entry), isEntry(entry)];
        if (!generator) refused++;
        const broken = generator ? [] : (isEntry.errors ?? []).map(({ keyword }) => keyword).filter((keyword) => keyword !== 'anyOf');
        if (!schema) expect(generator).toBe(false);
        else expect(broken.filter((keyword) => !halfExpressible.includes(keyword))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
    // That it is no empty claim.
    expect(refused).toBeGreaterThan(500);
  });
});

describe('the schema of a ConfigMap', () => {
  const golden = join(import.meta.dirname, '../golden');
  const good = readdirSync(golden, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('expected.yaml'));
  const inputs = good.map((name) => name.replace('expected.yaml', 'configmap.yaml'));
  const [byManifest, byData] = [validator('configmap'), validator('data')];

  it.each(inputs)('takes what generate takes, as a manifest and value by value: %s', (name) => {
    const maps = loadAll(readFileSync(join(golden, name), 'utf8')).filter(isUsers);
    for (const map of maps) {
      expect([byManifest(map), byManifest.errors]).toEqual([true, null]);
      const data = Object.fromEntries(Object.entries(map.data ?? {}).map(([key, text]) => [key, loadAll(text)[0]]));
      expect([byData(data), byData.errors]).toEqual([true, null]);
    }
  });
});

/** A ConfigMap, and none that was itself generated. */
function isUsers(value: unknown): value is { data?: Record<string, string> } {
  const { kind, metadata } = (value ?? {}) as { kind?: unknown; metadata?: { labels?: Record<string, string> } };
  return kind === 'ConfigMap' && metadata?.labels?.['app.kubernetes.io/managed-by'] === undefined;
}
