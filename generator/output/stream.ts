import { Document, Scalar, visit } from 'yaml';
import type { Manifests } from '../generate.ts';

/** What any YAML reader's idea of a number, old or new, might fit. */
const numeric = /^(?=.*\d)[-+.\d][-+.:_\dxoa-f]*$/i;
/** What some readers take for a line's end or for nothing, so that it must not stand there by itself. */
const invisible = /[\u0085\u2028\u2029\ufeff]/g;

/** Objects as YAML: the same bytes for the same objects, and the same values to every reader, of YAML 1.1 and 1.2. */
export function yamlOf(objects: readonly object[]): string {
  return objects.map(documentOf).join('---\n');
}

export function streamOf({ parts }: Manifests): string {
  return yamlOf(parts.flatMap(({ objects }) => objects));
}

function documentOf(object: object): string {
  const document = new Document(object, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  visit(document, { Scalar: (_, scalar) => quoteDoubtful(scalar) });
  return document.toString({ lineWidth: 0 }).replace(invisible, escaped);
}

/** Only in double quotes are there escapes. */
function quoteDoubtful(scalar: Scalar): void {
  if (typeof scalar.value !== 'string') return;
  if (numeric.test(scalar.value) || scalar.value.search(invisible) >= 0) scalar.type = Scalar.QUOTE_DOUBLE;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
