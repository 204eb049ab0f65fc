/** A launcher's Job and the processors' Jobs that it made are one piece of work, as long as any of them is unfinished. */
import { labels, target } from './contract.ts';
import type { Piece } from './gate.ts';
import type { ListedJob } from './jobList.ts';

/** The pieces that unfinished Jobs make up, but the own one. */
export function pieces(unfinished: readonly ListedJob[], ownUid: string): Piece[] {
  const found = new Map<string, Piece>();
  for (const { uid = '', metadata } of unfinished) {
    const launcher = metadata?.labels?.[labels.launcher];
    const piece = launcher ?? uid;
    if (piece === ownUid) continue;
    const { created, hasProcessor } = found.get(piece) ?? { created: Number.NEGATIVE_INFINITY, hasProcessor: false };
    const stamp = launcher === undefined ? (seconds(metadata?.creationTimestamp) ?? created) : created;
    found.set(piece, { uid: piece, created: stamp, hasProcessor: hasProcessor || launcher !== undefined });
  }
  return [...found.values()];
}

/**
 * The same from names alone, no fewer than there are, and as if all came before: a processor's Job bears the TARGET of the launcher's;
 * one that cannot be told (a batch's, or one whose launcher's Job is finished) stands for itself.
 */
export function besides(unfinished: readonly ListedJob[], ownName: string, jobName: string): Piece[] {
  const processors = new Set(unfinished.flatMap(({ uid }) => (uid === undefined ? [] : [target(jobName, uid)])));
  return unfinished
    .filter(({ name }) => name !== ownName && !processors.has(name))
    .map(({ name, uid = name }) => ({ uid, created: Number.NEGATIVE_INFINITY, hasProcessor: false }));
}

/** Whole seconds since 1970. The types of the client have dates where JSON has text. */
export function seconds(time: Date | undefined): number | undefined {
  return time === undefined || time === null ? undefined : Math.floor(Date.parse(String(time)) / 1000);
}
