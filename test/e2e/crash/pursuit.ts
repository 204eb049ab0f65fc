/** Aims again, in so many rounds, at what was missed. Resolves to all tries, and to what was still missed in the last round. */
export async function pursue<A, R>(
  aims: readonly A[],
  rounds: number,
  strike: (aims: readonly A[]) => Promise<readonly R[]>,
  isHit: (aim: A, result: R) => boolean,
): Promise<{ tries: { aim: A; result: R }[]; missed: readonly A[] }> {
  const tries: { aim: A; result: R }[] = [];
  let missed = aims;
  for (let round = 0; round < rounds && missed.length > 0; round++) {
    const aimed = missed;
    const these = (await strike(aimed)).map((result, n) => ({ aim: aimed[n] as A, result }));
    tries.push(...these);
    missed = these.filter(({ aim, result }) => !isHit(aim, result)).map(({ aim }) => aim);
  }
  return { tries, missed };
}
