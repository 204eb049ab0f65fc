import {
  boolCoreTag,
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  type Event,
  floatCoreTag,
  intCoreTag,
  mapTag,
  NOT_RESOLVED,
  nullCoreTag,
  parseEvents,
  type ScalarTagDefinition,
  Schema,
  seqTag,
  strTag,
} from 'js-yaml';
import { ambiguity } from './ambiguity.ts';
import { unusable } from './characters.ts';
import type { Reader, YamlText } from './yamlText.ts';

/** Thrown where a text needs the second look of placedReader.ts, which says what is wrong with it, if anything is. */
class Doubt extends Error {
  override name = 'Doubt';
}

/**
 * What the two readers see differently: tabs, byte order marks, lone carriage returns, directives, indented markers, indentation that is
 * said instead of seen, and an escaped line end before an empty line.
 */
const peculiar = /[\t\ufeff]|\r(?!\n)|^ *%|^ *\.\.\.|^ +---|[|>][-+]?\d|\\\r?\n *\r?$/m;

/** A comment without indentation, and a bracket that is open at the end of a line: one may be inside of the other. */
const [comment, openBracket] = [/^#/m, /[{[][^\]}\n]*$/m];

/** A key of one line may have 1024 characters, of which an escape can take ten for one. */
const keyLimit = 100;

/** Text that Kubernetes takes. */
const text: ScalarTagDefinition<string> = {
  ...strTag,
  resolve: (source) => {
    if (unusable(source)) throw new Doubt();
    return source;
  },
};

/** A plain scalar that may be a number, or a word to YAML 1.1: a number that is what it says, or else nothing that anyone takes for more. */
const number = defineScalarTag<number>('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: [...'-+.0123456789yYnNoO<'],
  identify: () => false,
  resolve: (source) => {
    const value = [intCoreTag, floatCoreTag].map((tag) => tag.resolve(source, false, tag.tagName)).find((one) => one !== NOT_RESOLVED);
    if (ambiguity(source, value ?? source)) throw new Doubt();
    // Overflows, which some readers take for text and others for infinity.
    if (value === undefined && !Number.isNaN(Number(source))) throw new Doubt();
    return value ?? NOT_RESOLVED;
  },
});

/** Keys that are text, each once: js-yaml itself refuses the second. */
const map = defineMappingTag<Record<string, unknown>>('tag:yaml.org,2002:map', {
  ...mapTag,
  addPair: (carrier, key, value) => {
    if (typeof key !== 'string' || key.length > keyLimit) throw new Doubt();
    return mapTag.addPair(carrier, key, value);
  },
});

const schema = new Schema([text, seqTag, map, number, nullCoreTag, boolCoreTag]);

/** Anchors, tags and directives. */
function isPeculiar(event: Event): boolean {
  if ('anchorStart' in event && event.anchorStart >= 0) return true;
  return 'tagStart' in event && event.tagStart >= 0;
}

/** The documents' values but for empty ones; undefined where anything at all needs a second look. */
export function quickValues(source: string): unknown[] | undefined {
  if (peculiar.test(source) || (comment.test(source) && openBracket.test(source))) return undefined;
  try {
    const events = parseEvents(source, {});
    if (events.some(isPeculiar)) return undefined;
    return constructFromEvents(events, { source, schema }).filter((value) => value !== undefined && value !== null);
  } catch {
    return undefined;
  }
}

const nowhere = { start: () => undefined, place: () => undefined, within: () => () => undefined };
const unsure: YamlText = { ...nowhere, value: undefined, faults: [{ path: [], part: 'value', problem: 'needs a second look' }] };

/** Some ten times faster than the reader with places. Where it finds no fault there is none; what it finds is only that one may be there. */
export const readQuickly: Reader = (source) => quickValues(source)?.map((value) => ({ ...nowhere, value, faults: [] })) ?? [unsure];
