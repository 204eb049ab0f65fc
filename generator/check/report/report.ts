import type { Result } from '../result.ts';
import type { Versions } from '../versions.ts';

/** All that one run has to tell. */
export interface Report {
  /** The names of all sources that were read. */
  files: readonly string[];
  results: readonly Result[];
  exitCode: 0 | 1 | 2;
  /** Where a cluster was asked. */
  cluster?: Cluster;
}

export interface Cluster extends Versions {
  context: string;
  /** How many objects the API server was asked to take, and how many it would. */
  tried: number;
  taken: number;
}

export const formats = ['text', 'json', 'sarif'] as const;

export type Format = (typeof formats)[number];
