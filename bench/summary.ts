import type { Run } from './measure.ts';

export interface Summary {
  median: number;
  least: number;
  most: number;
}

export function summary(numbers: readonly number[]): Summary {
  const sorted = numbers.toSorted((one, other) => one - other);
  const at = (place: number) => sorted[place] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, least: at(0), most: at(sorted.length - 1) };
}

/** Nothing where a run had to be stopped. */
export function summaryOf(runs: readonly (Run | undefined)[], figure: keyof Run): Summary | undefined {
  const whole = runs.filter((run) => run !== undefined);
  return whole.length === runs.length ? summary(whole.map((run) => run[figure])) : undefined;
}
