import type { Runs } from './cluster.ts';
import type { Usages } from './plain.ts';
import type { Contender } from './scaledJobs.ts';

export interface Figures {
  /** By the cell's name; the first is what the targets are about. */
  readonly plain: ReadonlyMap<string, Usages>;
  /** By the processor's CPU limit, in millicores. */
  readonly onKeda: ReadonlyMap<number, Readonly<Record<Contender, Runs>>>;
}
