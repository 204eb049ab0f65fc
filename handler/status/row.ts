/** One entry's state, from all that the cluster and the broker told of it. */
import type { V1Job, V1Pod } from '@kubernetes/client-node';
import { drainingAnnotation, pausedAnnotation } from '../contract.ts';
import { Fault } from '../fault.ts';
import { finallyFailed } from '../operator/finallyFailed.ts';
import type { Condition, ScaledJob } from '../operator/objects.ts';
import { type LastFailure, lastFailure } from './failure.ts';
import { isFailed, isUnfinished, pieceCount } from './pieceCount.ts';
import { type Stuck, stuck } from './stuck.ts';

/** Null is for what could not be asked, unless a field says otherwise. Field names are those of `--output json`. */
export interface Row {
  readonly namespace: string;
  readonly name: string;
  readonly queue: string | null;
  /** Messages that nobody holds. */
  readonly ready: number | null;
  /** Messages that a launcher, or anybody else, holds. */
  readonly unacknowledged: number | null;
  /** Null also where they go to an exchange. */
  readonly deadLetters: number | null;
  /** Pieces of work that are not finished, of at most `cap` (null: any number). */
  readonly running: number;
  readonly cap: number | null;
  /** `last` is null where no failed Job is there. */
  readonly failed: { readonly jobs: number; readonly messagesKept: number | null; readonly last: LastFailure | null };
  readonly cannotStart: readonly Stuck[];
  readonly paused: boolean;
  /** Its ConfigMap's entry is gone. */
  readonly draining: boolean;
  /** KEDA's condition Ready; null: KEDA has not looked yet. */
  readonly keda: { readonly ready: boolean; readonly reason: string; readonly message: string } | null;
}

/** Of one entry. */
export interface Facts {
  readonly scaledJob: ScaledJob;
  readonly queue: string | undefined;
  readonly counts: Counts;
  readonly jobs: readonly V1Job[];
  readonly pods: readonly V1Pod[];
  /** Names of the namespace's Secrets of messages; undefined where they may not be listed. */
  readonly secrets: ReadonlySet<string> | undefined;
}

export type Counts = Pick<Row, 'ready' | 'unacknowledged' | 'deadLetters'>;

/** What KEDA takes for no limit: the largest that it can be told. */
const unlimited = 2 ** 31 - 1;

export function row({ scaledJob: { metadata = {}, spec, status }, queue, counts, jobs, pods, secrets }: Facts): Row {
  const failed = jobs.filter(isFailed);
  const cap = spec.maxReplicaCount ?? null;
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    queue: queue ?? null,
    ...counts,
    running: pieceCount(jobs, isUnfinished),
    cap: cap === unlimited ? null : cap,
    failed: {
      jobs: pieceCount(jobs, isFailed),
      messagesKept: secrets ? messagesKept(failed, secrets) : null,
      last: lastFailure(failed, pods) ?? null,
    },
    cannotStart: pods.map(stuck).filter((one) => one !== undefined),
    paused: metadata.annotations?.[pausedAnnotation] === 'true',
    draining: metadata.annotations?.[drainingAnnotation] === 'true',
    keda: kedaCondition(status?.conditions),
  };
}

/** What `event-jobs redrive` would find. */
function messagesKept(failed: readonly V1Job[], secrets: ReadonlySet<string>): number {
  const places = failed.flatMap((job) => {
    const verdict = verdictOf(job);
    return verdict !== undefined && 'failed' in verdict ? verdict.failed.places : [];
  });
  return places.filter(({ target }) => secrets.has(target)).length;
}

/** Undefined where its launch settings are another version's: its messages are not counted, and all else is told. */
function verdictOf(job: V1Job): ReturnType<typeof finallyFailed> | undefined {
  try {
    return finallyFailed(job);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

function kedaCondition(conditions: readonly Condition[] = []): Row['keda'] {
  const ready = conditions.find(({ type }) => type === 'Ready');
  if (ready === undefined || ready.status === 'Unknown') return null;
  return { ready: ready.status === 'True', reason: ready.reason ?? '', message: ready.message ?? '' };
}
