import { type Fault, pathText, type Step } from '../fault.ts';
import type { Part, TextFault, YamlText } from './yamlText.ts';

/** Makes a fault of something at a path of an object or an entry, or at its key. */
export type Blame = (path: readonly Step[], part: Part, problem: string, allowed?: string) => Fault;

/** What every fault of a text says of it. */
export interface Subject {
  file: string;
  /** The path of the text itself. */
  above: readonly Step[];
  entry?: string;
}

export function blamer(text: YamlText, inside: readonly Step[], { file, above, entry }: Subject): Blame {
  return (path, part, problem, allowed) => ({
    file,
    ...text.place([...inside, ...path], part),
    path: pathText([...above, ...path]),
    problem,
    allowed,
    entry,
  });
}

export function textFault({ path, part: _, ...told }: TextFault, { file, above, entry }: Subject): Fault {
  return { file, ...told, path: pathText([...above, ...path]), entry };
}
