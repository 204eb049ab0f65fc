import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Log } from 'sarif';
import { jsonReport } from '../../../../generator/check/report/json.ts';
import type { Report } from '../../../../generator/check/report/report.ts';
import { sarifReport } from '../../../../generator/check/report/sarif.ts';
import { textReport } from '../../../../generator/check/report/text.ts';
import { faultResult, type Result } from '../../../../generator/check/result.ts';
import { rules } from '../../../../generator/check/rules.ts';

const entry = 'jobs/queues/invoices';
const key = { file: 'config/queues 1.yaml', line: 7, column: 5, path: 'data.invoices', entry };

/** One of each kind, with places of every kind. */
const results: Result[] = [
  faultResult({
    file: '/etc/queues.yaml',
    line: 9,
    column: 12,
    path: 'data.invoices.parallelism',
    problem: '"x" is not valid',
    allowed: 'it must be a whole number',
    entry,
  }),
  faultResult({ file: '<stdin>', line: 1, column: 1, path: '', problem: 'holds no ConfigMap, but nothing' }),
  faultResult({ file: 'configmap jobs/queues', path: 'data.invoices.image', problem: 'is missing', entry }),
  {
    rule: 'event-jobs/directory',
    level: 'error',
    file: './out/shared.jobs.queues.yaml',
    message: 'was not written by event-jobs generate; move it away',
  },
  {
    rule: 'event-jobs/difference',
    level: 'error',
    file: 'out/a.yaml',
    line: 3,
    message: 'is missing',
    diff: '--- /dev/null\n+++ out/a.yaml\n@@ -0,0 +1,1 @@\n+a\n',
  },
  { rule: 'event-jobs/version', level: 'error', message: 'KEDA is 2.20.1; it takes 2.21 or later' },
  {
    rule: 'event-jobs/namespace',
    level: 'error',
    object: 'namespace nowhere',
    message: 'does not exist, and nothing that goes there could be tried: a, b',
    ...key,
  },
  {
    rule: 'event-jobs/rejection',
    level: 'error',
    object: 'Job of ScaledJob jobs/invoices',
    message: 'Job.batch "invoices-abcde" is invalid',
    ...key,
  },
  {
    rule: 'event-jobs/rights',
    level: 'warning',
    object: 'pod of ScaledJob jobs/invoices',
    message: "was not tried: the kubeconfig's user may not create pods in namespace jobs",
  },
  {
    rule: 'event-jobs/server-warning',
    level: 'warning',
    object: 'Job of ScaledJob jobs/invoices',
    message: 'would violate PodSecurity "restricted:latest"',
    ...key,
  },
  { rule: 'event-jobs/broker-secret', level: 'warning', object: 'Secret jobs/event-jobs-broker', message: 'is missing', ...key },
];
const report: Report = {
  files: ['<stdin>', 'config/queues 1.yaml'],
  exitCode: 2,
  cluster: { context: 'production', kubernetes: '1.36.3', keda: '2.20.1', tried: 12, taken: 11 },
  results,
};

/** Rewritten by UPDATE_GOLDEN=1, never in CI. */
function golden(name: string, text: string): string {
  const file = join(import.meta.dirname, name);
  if (process.env.UPDATE_GOLDEN === '1' && process.env.CI === undefined) writeFileSync(file, text);
  return readFileSync(file, 'utf8');
}

describe('a report', () => {
  it('has one result of every rule, in this test', () => {
    expect([...new Set(results.map(({ rule }) => rule))].sort()).toEqual(Object.keys(rules).sort());
  });

  it('is told to people, the differences by themselves on standard output', () => {
    const { out, err } = textReport(report);
    expect(out).toBe(results.map(({ diff }) => diff ?? '').join(''));
    expect(err).toBe(golden('expected.txt', err));
  });

  it('has nothing to say where all is well', () => {
    expect(textReport({ files: [], exitCode: 0, results: [] })).toEqual({ out: '', err: '' });
  });

  it('is told to programs as JSON', () => {
    const text = jsonReport(report);
    expect(text).toBe(golden('expected.json', text));
    const { files: _, ...told } = report;
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ version: 1, ...told })));
  });

  it('is told to code scanning as SARIF', () => {
    const text = sarifReport(report, '1.2.3');
    expect(text).toBe(golden('expected.sarif', text));
  });
});

describe('the SARIF', () => {
  const [run] = (JSON.parse(sarifReport(report, '1.2.3')) as Log).runs;

  it('has a rule for each result, by its name and its place in the list', () => {
    expect(run?.results).toHaveLength(results.length);
    for (const { ruleId, ruleIndex = -1 } of run?.results ?? []) expect(run?.tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId);
  });

  it('has a location for each result, as code scanning asks for: the first file where there is none', () => {
    for (const { locations } of run?.results ?? []) expect(locations).toHaveLength(1);
    const [version] = run?.results?.filter(({ ruleId }) => ruleId === 'event-jobs/version') ?? [];
    expect(version?.locations).toEqual([{ physicalLocation: { artifactLocation: { uri: 'config/queues%201.yaml' } } }]);
  });

  it('has URIs of files alone, and for what is none its name', () => {
    const locations = run?.results?.flatMap((result) => result.locations ?? []) ?? [];
    const uris = locations.flatMap(({ physicalLocation }) => physicalLocation?.artifactLocation?.uri ?? []);
    expect(new Set(uris)).toEqual(
      new Set(['file:///etc/queues.yaml', 'out/shared.jobs.queues.yaml', 'out/a.yaml', 'config/queues%201.yaml']),
    );
    const names = locations.flatMap(({ logicalLocations }) => logicalLocations?.map(({ fullyQualifiedName }) => fullyQualifiedName) ?? []);
    expect(new Set(names)).toEqual(new Set([entry, '<stdin>', 'configmap jobs/queues']));
  });
});
