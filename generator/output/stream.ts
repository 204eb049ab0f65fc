import type { Manifests } from '../generate.ts';
import { printed } from './printer.ts';

/** Objects as a stream of YAML documents. */
export function yamlOf(objects: readonly object[]): string {
  return objects.map(printed).join('---\n');
}

export function streamOf(manifests: Manifests): string {
  return [...piecesOf(manifests)].join('');
}

/** The stream in pieces, as that of ten thousand entries takes more memory than all else. */
export function* piecesOf({ parts }: Manifests): Generator<string> {
  let separator = '';
  for (const { objects } of parts) {
    yield separator + yamlOf(objects);
    separator = '---\n';
  }
}
