/** Where something stands in a file, both counted from 1. */
export interface Place {
  line: number;
  column: number;
}

export interface Fault extends Place {
  /** Such as `data.invoices.resources.limits.cpu`. */
  path: string;
  problem: string;
  /** What would be right, where the problem does not say it. */
  allowed?: string | undefined;
}

export type Step = string | number;

/** What a rule of validate.ts found, below the value that it looked at. */
export interface Finding {
  path: Step[];
  problem: string;
  allowed: string;
}

/** What the user has to put right: shown by its message alone, without a stack. */
export class ConfigError extends Error {
  override name = 'ConfigError';
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

export function faultText(file: string, { line, column, path, problem, allowed }: Fault): string {
  const where = [`${file}:${line}:${column}`, path].filter((text) => text !== '').join(': ');
  return `${where}: ${problem}${allowed === undefined ? '' : `; ${allowed}`}`;
}

/** In the order of the file, each once: one wrong value may break several rules of one kind. */
export function inOrder(faults: readonly Fault[]): Fault[] {
  const sorted = faults.toSorted((one, other) => one.line - other.line || one.column - other.column);
  const seen = new Set<string>();
  return sorted.filter((fault) => {
    const text = faultText('', fault);
    return seen.has(text) ? false : seen.add(text);
  });
}
