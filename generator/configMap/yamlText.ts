import { type Alias, type Document, LineCounter, type Node, parseDocument, Scalar, visit } from 'yaml';
import type { Place, Step } from '../fault.ts';
import { ambiguity } from './ambiguity.ts';
import { unusable } from './characters.ts';
import { nodeAt, offsetOf, stepsTo } from './nodes.ts';

/** Something wrong with the text itself, whatever it is meant to say. */
export interface TextFault extends Place {
  path: Step[];
  problem: string;
  allowed?: string;
}

export interface YamlText {
  value: unknown;
  /** Empty unless the text is no YAML: then there is one, and no value. */
  syntax: TextFault[];
  /** Scalars that are not what they seem, or not to every reader. */
  doubtful: TextFault[];
  /** Where the value at the path stands, or its key; where there is none, what it would stand in. */
  place(path: readonly Step[], part: 'key' | 'value'): Place;
  node(path: readonly Step[]): Node | undefined;
}

/** Offsets of the text to places of the file that it stands in. */
export type Locate = (offset: number) => Place;

export function parseYaml(text: string, locate: Locate): YamlText {
  const failed = (offset: number, problem: string): YamlText => ({
    value: undefined,
    syntax: [{ ...locate(offset), path: [], problem }],
    doubtful: [],
    place: () => locate(0),
    node: () => undefined,
  });
  try {
    const document = parseDocument(text, { prettyErrors: false, stringKeys: true });
    const error = document.errors[0] ?? document.warnings[0];
    if (error) return failed(error.pos[0], sentence(error.code, error.message));
    const loose = unresolved(document);
    if (loose) return failed(loose.range?.[0] ?? 0, `the alias *${loose.source} has no anchor before it`);
    return {
      value: document.toJS({ maxAliasCount: 100 }),
      syntax: [],
      doubtful: doubtfulScalars(document).map(({ offset, ...told }) => ({ ...locate(offset), ...told })),
      place: (path, part) => locate(offsetOf(document, path, part)),
      node: (path) => nodeAt(document, path),
    };
  } catch (error) {
    if (error instanceof ReferenceError) return failed(0, 'its aliases unfold to too much; at most 100 uses of an anchor');
    throw error;
  }
}

export function lines(text: string): Locate {
  const counter = new LineCounter();
  counter.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) counter.addNewLine(at + 1);
  return (offset) => {
    const { line, col } = counter.linePos(offset);
    return { line, column: col };
  };
}

function sentence(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key is there twice; each key once';
  if (code === 'RESOURCE_EXHAUSTION') return 'it is nested too deeply';
  if (code === 'MULTIPLE_DOCS') return 'there is more than one document; one only';
  return `this is no YAML: ${message.split('\n')[0]}`;
}

function unresolved(document: Document): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

function doubtfulScalars(document: Document): (Omit<TextFault, keyof Place> & { offset: number })[] {
  const found: ReturnType<typeof doubtfulScalars> = [];
  visit(document, {
    Scalar(role, scalar, ancestors) {
      const told = doubt(scalar, role === 'key');
      if (told) found.push({ offset: scalar.range?.[0] ?? 0, path: stepsTo([...ancestors, scalar]), ...told });
    },
  });
  return found;
}

function doubt({ type, source, value }: Scalar, isKey: boolean): { problem: string; allowed: string } | undefined {
  const wrong = typeof value === 'string' ? unusable(value) : undefined;
  if (wrong || type !== Scalar.PLAIN || source === undefined) return wrong;
  return ambiguity(source, isKey ? source : value);
}
