import type { Place, Step } from '../fault.ts';
import type { Locate } from './lines.ts';

export type Part = 'key' | 'value';

/** Something wrong with the text itself, whatever it is meant to say. */
export interface TextFault extends Partial<Place> {
  path: Step[];
  part: Part;
  problem: string;
  allowed?: string | undefined;
}

/** One YAML document, as a reader understands it. */
export interface YamlText {
  /** Undefined where the text is no YAML; then its one fault says why. */
  value: unknown;
  faults: TextFault[];
  /** Where the document begins, its `---` if it has one. */
  start(): Place | undefined;
  /** Where the value at the path stands, or its key; where there is none, what it would stand in. */
  place(path: readonly Step[], part: Part): Place | undefined;
  /** From offsets in the scalar at the path, which is a text of its own, to places of the file. */
  within(path: readonly Step[]): Locate;
}

/** The documents of a text that are not empty. */
export type Reader = (text: string, locate: Locate) => YamlText[];
