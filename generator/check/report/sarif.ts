import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Location, Log, Region, ReportingDescriptor, Result as SarifResult } from 'sarif';
import type { Result } from '../result.ts';
import { rules } from '../rules.ts';
import type { Report } from './report.ts';

/** For code scanning: SARIF 2.1.0, whose columns count UTF-16 units as ours do. */
export function sarifReport({ results, exitCode, files }: Report, version: string): string {
  const usual = files.find(isPath);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'event-jobs', semanticVersion: version, rules: ruleList } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, exitCode }],
        results: results.map((result) => sarifResult(result, usual)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const ruleIds = Object.keys(rules);
const ruleList: ReportingDescriptor[] = Object.entries(rules).map(([id, text]) => ({ id, shortDescription: { text } }));

/** Code scanning takes no result without a file: what is of no place is shown with the first one that was read. */
function sarifResult(result: Result, usual: string | undefined): SarifResult {
  const { rule, level, diff } = result;
  const locations = locationsOf({ ...result, file: result.file ?? usual });
  return {
    ruleId: rule,
    ruleIndex: ruleIds.indexOf(rule),
    level,
    message: { text: messageText(result) },
    ...(locations.length > 0 && { locations }),
    ...(diff !== undefined && { properties: { diff } }),
  };
}

function messageText({ path, object, message, allowed }: Result): string {
  const about = [path, object].filter((part) => part !== undefined && part !== '');
  return [...about, allowed === undefined ? message : `${message}; ${allowed}`].join(': ');
}

/** Standard input and a cluster's ConfigMap have no path that anybody could open: they and the entry are told by name. */
function locationsOf({ file, line, column, entry }: Result): Location[] {
  const path = file !== undefined && isPath(file) ? file : undefined;
  const names = [path === undefined ? file : undefined, entry].filter((name) => name !== undefined);
  if (path === undefined && names.length === 0) return [];
  return [
    {
      ...(path !== undefined && {
        physicalLocation: { artifactLocation: { uri: uriOf(path) }, ...(line !== undefined && { region: region(line, column) }) },
      }),
      ...(names.length > 0 && { logicalLocations: names.map((name) => ({ fullyQualifiedName: name, kind: 'resource' })) }),
    },
  ];
}

function isPath(file: string): boolean {
  return !file.startsWith('<') && !file.startsWith('configmap ');
}

function region(startLine: number, startColumn: number | undefined): Region {
  return startColumn === undefined ? { startLine } : { startLine, startColumn };
}

function uriOf(file: string): string {
  return isAbsolute(file) ? pathToFileURL(file).href : file.replace(/^\.\//, '').split(/[\\/]/).map(encodeURIComponent).join('/');
}
