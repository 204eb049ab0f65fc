import { parseAllDocuments } from 'yaml';
import { Refusal } from '../refusal.ts';
import { type Entry, entryOf } from './entry.ts';
import { isScaledJob, shapeFaults } from './scaledJob.ts';

/** The entries of a stream of manifests, in its order; other kinds are passed over. Throws a Refusal that lists all faults. */
export function readManifests(text: string): Entry[] {
  const faults: string[] = [];
  const entries = documents(text, faults).flatMap((document) => (isKedaScaledJob(document) ? read(document, faults) : []));
  for (const name of twice(entries.map((entry) => `${entry.namespace}/${entry.name}`))) faults.push(`${name}: is there twice`);
  if (faults.length > 0) throw new Refusal(faults.join('\n'));
  if (entries.length === 0) throw new Refusal('no ScaledJob among the manifests: pipe the output of event-jobs generate in');
  return entries;
}

function documents(text: string, faults: string[]): unknown[] {
  const parsed = parseAllDocuments(text);
  if ('empty' in parsed) return [];
  faults.push(...parsed.flatMap(({ errors }) => errors.map((error) => error.message)));
  return faults.length > 0 ? [] : parsed.map((document) => document.toJS() as unknown);
}

function isKedaScaledJob(document: unknown): boolean {
  const { apiVersion, kind } = (document ?? {}) as { apiVersion?: unknown; kind?: unknown };
  return kind === 'ScaledJob' && String(apiVersion).startsWith('keda.sh/');
}

function read(document: unknown, faults: string[]): Entry[] {
  if (!isScaledJob(document)) {
    const name = (document as { metadata?: { name?: unknown } }).metadata?.name ?? 'a ScaledJob';
    faults.push(...shapeFaults().map((fault) => `${name}: ${fault}`));
    return [];
  }
  const entry = entryOf(document, faults);
  return entry === undefined ? [] : [entry];
}

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
