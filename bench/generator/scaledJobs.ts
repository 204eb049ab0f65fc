import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';

/** The documents of a stream that are ScaledJobs. */
export function scaledJobsIn(file: string): string[] {
  const documents = readFileSync(file, 'utf8').split(/^---\n/m);
  return documents.filter((document) => /^kind: ScaledJob$/m.test(document));
}

/** Throws unless all streams have the same ScaledJobs, whatever their order and that of the keys. */
export function assertSame(streams: readonly string[][]): void {
  const [first, ...others] = streams.map(byName);
  if (!others.every((other) => isDeepStrictEqual(first, other))) throw new Error('the contenders do not make the same ScaledJobs');
}

/** The launch settings, a JSON text inside, are compared as what they say. */
function byName(scaledJobs: readonly string[]): Record<string, unknown> {
  const objects = scaledJobs.map((text) =>
    parse(text, (_, value) => (typeof value === 'string' && value.startsWith('{"') ? JSON.parse(value) : value)),
  );
  return Object.fromEntries(objects.map((object) => [object.metadata.name, object]));
}
