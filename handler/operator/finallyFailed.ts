/** Which Jobs have finally failed, and which messages they may hold. */
import type { V1Job } from '@kubernetes/client-node';
import { kedaLabel, labels } from '../contract.ts';
import { conditionOf, has } from '../jobList.ts';
import type { Job } from '../settings.ts';
import { targetOf } from '../target.ts';
import { type Entry, entryOf } from './entry.ts';
import { unfinishedIndexes } from './indexes.ts';

export interface FailedJob extends Job {
  /** The entry's jobName. */
  readonly entry: string;
  /** Undefined for a processor's own Job, which has no launcher: then its ScaledJob's. */
  readonly from: Entry | undefined;
  /** What may hold a message that nobody works on any more, by the names of its Secrets; of a batch with their indexes. */
  readonly places: readonly { readonly target: string; readonly index?: number }[];
  readonly reason: string;
  /** How many of its pods failed; of a batch, whose pods have a message each, that tells nothing of one. */
  readonly tries: number | undefined;
}

/** A Job to redrive, or why it is left alone. */
export type Verdict = { readonly failed: FailedJob } | { readonly left: string; readonly isFailed: boolean };

/** Of a Job with completion. */
export const brokerHasIt =
  'with acknowledge: completion the broker has its message: in its queue or, after the last try, among the dead letters (--from dead-letters)';

/** Throws a Fault (`settings`) where the Job's launch settings cannot be read. */
export function finallyFailed(job: V1Job): Verdict {
  const { metadata = {}, status } = job;
  const condition = conditionOf(job, 'Failed');
  const left = (why: string) => ({ left: why, isFailed: condition !== undefined });
  const entry = metadata.labels?.[labels.entry];
  if (entry === undefined || metadata.uid === undefined) return left('it is no Job of event-jobs');
  if (metadata.deletionTimestamp) return left('it is being deleted');
  // FailureTarget alone is not enough: pods of it may still run.
  if (condition === undefined) return left(has(job, 'Complete') ? 'it succeeded' : 'it is not finished');
  const from = entryOf(job.spec?.template.spec);
  if (from === undefined && metadata.labels?.[labels.launcher] === undefined) return left('it is no Job of event-jobs');
  if (!isDispatch(job, from)) return left(brokerHasIt);
  const identity = { namespace: metadata.namespace ?? '', name: metadata.name ?? '', uid: metadata.uid };
  const reason = [condition.reason, condition.message].filter(Boolean).join(': ');
  const tries = job.spec?.completionMode === 'Indexed' ? undefined : status?.failed;
  return { failed: { ...identity, entry, from, places: places(job, identity, entry, from), reason, tries } };
}

/** A processor's own Job bears KEDA's label with dispatch only; its launcher's Job does with completion. */
function isDispatch({ metadata }: V1Job, from: Entry | undefined): boolean {
  if (from !== undefined) return from.settings.acknowledge === 'dispatch';
  return metadata?.labels?.[kedaLabel] !== undefined;
}

function places({ spec, status }: V1Job, job: Job, entry: string, from: Entry | undefined): FailedJob['places'] {
  // The processor's own Job is named by its TARGET.
  if (from === undefined) return [{ target: job.name }];
  // A launcher's alone: a message that it got is its processor's Job's.
  if (from.settings.runner === 'job') return [];
  if (spec?.completionMode !== 'Indexed') return [{ target: targetOf(entry, job) }];
  const indexes = unfinishedIndexes(spec.completions ?? 0, status?.completedIndexes);
  return indexes.map((index) => ({ target: targetOf(entry, { ...job, index }), index }));
}
