import type { Manifests } from '../generate.ts';
import { printed } from './printer.ts';

/** Objects as a stream of YAML documents. */
export function yamlOf(objects: readonly object[]): string {
  return objects.map(printed).join('---\n');
}

export function streamOf({ parts }: Manifests): string {
  return yamlOf(parts.flatMap(({ objects }) => objects));
}
