/** Where something stands in a file, both counted from 1. */
export interface Place {
  line: number;
  column: number;
}

/** Without a place where nobody sees the text, as of a ConfigMap in a cluster. */
export interface Fault extends Partial<Place> {
  /** The source's name. */
  file: string;
  /** Such as `data.invoices.resources.limits.cpu`. */
  path: string;
  problem: string;
  /** What would be right, where the problem does not say it. */
  allowed?: string | undefined;
  /** The queue entry that it is about: `[NAMESPACE/]CONFIGMAP/KEY`. */
  entry?: string | undefined;
}

export type Step = string | number;

/** What a rule of keywords.ts found, below the value that it looked at. */
export interface Finding {
  path: Step[];
  /** What to point at, where it is not the value. */
  part?: 'key' | 'value';
  problem: string;
  allowed: string;
}

/** What the user has to put right: shown by its message alone, without a stack. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** A URL's or address's user and password; a digest behind a tag is none. */
const withCredentials = /[^\s/:@]+:[^\s/@]+@(?!sha\d+:)/;

/** What a user wrote, for a log: never with a password that stood in it by mistake. */
export function shown(text: string): string {
  // Of a megabyte nobody shows more than the beginning, and the expression would take its time.
  return withCredentials.test(text.slice(0, 1000)) ? 'a text with credentials' : text;
}

/** Dots between the steps, brackets around what is no plain word or is a list's index. */
export function pathText(steps: readonly Step[]): string {
  return steps.map((step, index) => stepText(step, index)).join('');
}

function stepText(step: Step, index: number): string {
  if (typeof step === 'number') return `[${step}]`;
  if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
  return index === 0 ? step : `.${step}`;
}

export function faultText({ file, line, column, path, problem, allowed }: Fault): string {
  const where = [placeText(file, line, column), path].filter((text) => text !== '').join(': ');
  return `${where}: ${problem}${allowed === undefined ? '' : `; ${allowed}`}`;
}

/** `file:line:column`, as far as it is known. */
export function placeText(file: string, line?: number, column?: number): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/** By file, in the order of its text, each once: one wrong value may break several rules of one kind. */
export function inOrder(faults: readonly Fault[]): Fault[] {
  const files = new Map([...new Set(faults.map(({ file }) => file))].map((file, index) => [file, index]));
  const rank = ({ file, line = 0, column = 0 }: Fault) => [files.get(file) ?? 0, line, column] as const;
  const sorted = faults.toSorted((one, other) => {
    const [these, those] = [rank(one), rank(other)];
    return these[0] - those[0] || these[1] - those[1] || these[2] - those[2];
  });
  const seen = new Set<string>();
  return sorted.filter((fault) => {
    const text = faultText(fault);
    return seen.has(text) ? false : seen.add(text);
  });
}
