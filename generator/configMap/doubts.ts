import { type Document, isScalar, type Pair, Scalar, visit, type YAMLMap } from 'yaml';
import type { Step } from '../fault.ts';
import { ambiguity } from './ambiguity.ts';
import { unusable } from './characters.ts';
import { keyOf, stepsTo } from './nodes.ts';
import type { Part } from './yamlText.ts';

interface Doubt {
  offset: number;
  path: Step[];
  part: Part;
  problem: string;
  allowed?: string | undefined;
}

/** Tags and versions that are not read, keys that are there twice, and scalars that are not what they seem, or not to every reader. */
export function doubtsOf(document: Document, text: string): Doubt[] {
  const found: Doubt[] = unread(document, text);
  visit(document, {
    Scalar(role, scalar, ancestors) {
      const told = doubt(scalar, role === 'key');
      const part = role === 'key' ? 'key' : 'value';
      if (told) found.push({ offset: scalar.range?.[0] ?? 0, path: stepsTo([...ancestors, scalar]), part, ...told });
    },
    Map(_, map, ancestors) {
      for (const pair of takeRepeated(map)) {
        const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
        const path = [...stepsTo([...ancestors, map]), keyOf(pair)];
        found.push({ offset, path, part: 'key', problem: 'this key is there twice', allowed: 'each key once' });
      }
    },
  });
  return found;
}

function unread({ warnings, directives, range }: Document, text: string): Doubt[] {
  const at = { path: [], part: 'value' as const };
  const told: Doubt[] = warnings.map(({ pos, message }) => ({
    ...at,
    offset: pos[0],
    problem: `this is no YAML: ${message.split('\n')[0]}`,
  }));
  const { explicit, version } = directives?.yaml ?? {};
  if (!explicit || version === '1.2') return told;
  const offset = text.lastIndexOf('%YAML', range?.[0]);
  return [...told, { ...at, offset, problem: `says that it is YAML ${version}`, allowed: 'YAML 1.2 is read' }];
}

/** Takes out the pairs whose keys have been there before, so that what remains is read as if they were not there. */
function takeRepeated(map: YAMLMap): Pair[] {
  const seen = new Set<string>();
  const repeated = new Set(map.items.filter((pair) => seen.size === seen.add(keyOf(pair)).size));
  map.items = map.items.filter((pair) => !repeated.has(pair));
  return [...repeated];
}

function doubt({ type, source, value }: Scalar, isKey: boolean): { problem: string; allowed: string } | undefined {
  const wrong = typeof value === 'string' ? unusable(value) : undefined;
  if (wrong || type !== Scalar.PLAIN || source === undefined) return wrong;
  return ambiguity(source, isKey ? source : value);
}
