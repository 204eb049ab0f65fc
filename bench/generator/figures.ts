import type { Run } from '../measure.ts';
import type { Name } from './contenders.ts';

/** Seconds. */
export type ColdStart = Readonly<Record<'node' | 'event-jobs', number[]>>;

/** By program; undefined stands for a run that had to be stopped. */
export type Runs = Readonly<Partial<Record<Name, (Run | undefined)[]>>>;

export interface Figures {
  /** After so many seconds a run is stopped. */
  limit: number;
  rounds: number;
  coldStart: ColdStart;
  /** By the number of entries. */
  runs: ReadonlyMap<number, Runs>;
}
