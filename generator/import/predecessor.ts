import type { Blame } from '../configMap/blame.ts';
import type { Fault } from '../fault.ts';

/** A queue's configuration as the predecessor had it. */
export interface PredecessorEntry {
  key: string;
  value: unknown;
  blame: Blame;
}

/** What one ConfigMap is to be made of. */
export interface PredecessorConfigMap {
  name: string;
  namespace?: string | undefined;
  /** Where it is from. */
  file: string;
  entries: PredecessorEntry[];
}

/** An environment variable of the predecessor, wherever it is set. */
export interface PredecessorSetting {
  /** As its program reads it. */
  variable: string;
  /** Never a credential's. */
  value?: string | undefined;
  /** Says where it is set what is wrong with it. */
  blame: (problem: string) => Fault;
}

/** What an input says, and what of it is no longer so. */
export interface Predecessor {
  configMaps: PredecessorConfigMap[];
  settings: PredecessorSetting[];
  /** Not wrong, but to be known; told like faults, by place. */
  changes: Fault[];
  faults: Fault[];
}

export function together(all: readonly Predecessor[]): Predecessor {
  return {
    configMaps: all.flatMap(({ configMaps }) => configMaps),
    settings: all.flatMap(({ settings }) => settings),
    changes: all.flatMap(({ changes }) => changes),
    faults: all.flatMap(({ faults }) => faults),
  };
}

export const nothing: Predecessor = { configMaps: [], settings: [], changes: [], faults: [] };
