import { type Document, isCollection, type Node, parseAllDocuments, visit } from 'yaml';
import { doubtsOf } from './doubts.ts';
import type { Locate } from './lines.ts';
import { nodeAt, offsetOf } from './nodes.ts';
import { locateIn } from './scalarText.ts';
import type { YamlText } from './yamlText.ts';

/** At most so many uses of an anchor, and of what is inside it. */
const aliasLimit = 100;

/** Maps and lists inside of each other: more than any entry has, less than what a stack holds. */
const depthLimit = 200;
const tooDeep = 'it is nested too deeply';

export function parseYaml(text: string, locate: Locate): YamlText[] {
  const documents = parseAllDocuments(text, { prettyErrors: false, stringKeys: true, uniqueKeys: false });
  return documents.map((document) => read(document, text, locate)).filter(({ value }) => value !== null);
}

function read(document: Document, text: string, locate: Locate): YamlText {
  const wrong = error(document, text);
  if (wrong) return failed(wrong.offset, wrong.problem, locate);
  const doubts = doubtsOf(document, text);
  try {
    return {
      value: document.toJS({ maxAliasCount: aliasLimit }),
      faults: doubts.map(({ offset, ...told }) => ({ ...locate(offset), ...told })),
      start: () => locate(document.range?.[0] ?? 0),
      place: (path, part) => locate(offsetOf(document, path, part)),
      within: (path) => locateIn(nodeAt(document, path), text, locate),
    };
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    return failed(document.contents?.range?.[0] ?? 0, `its aliases unfold to too much; at most ${aliasLimit} uses of an anchor`, locate);
  }
}

function failed(offset: number, problem: string, locate: Locate): YamlText {
  const start = () => locate(offset);
  return { value: undefined, faults: [{ ...start(), path: [], part: 'value', problem }], start, place: start, within: () => start };
}

interface Told {
  offset: number;
  problem: string;
}

/** Why there is no value. */
function error(document: Document, text: string): Told | undefined {
  const [first] = document.errors;
  // Where the stack ended is nothing to tell.
  if (first?.code === 'RESOURCE_EXHAUSTION') return { offset: document.range?.[0] ?? 0, problem: tooDeep };
  if (first) return { offset: wordAt(text, first.pos[0]), problem: `this is no YAML: ${first.message.split('\n')[0]}` };
  return misfit(document);
}

/** The word that an indentation belongs to; what is missing at the end is missing behind the last word, not in the lines below it. */
function wordAt(text: string, offset: number): number {
  let at = offset;
  while (text[at] === ' ') at++;
  return Math.min(at, text.trimEnd().length);
}

function misfit(document: Document): Told | undefined {
  let found: Told | undefined;
  const stop = (node: Node, problem: string) => {
    found = { offset: node.range?.[0] ?? 0, problem };
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_, alias) =>
      alias.resolve(document) === undefined ? stop(alias, `the alias *${alias.source} has no anchor before it`) : undefined,
    Collection: (_, collection, ancestors) =>
      ancestors.length > depthLimit && ancestors.filter(isCollection).length >= depthLimit ? stop(collection, tooDeep) : undefined,
  });
  return found;
}
