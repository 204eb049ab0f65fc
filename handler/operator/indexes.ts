/** Indexes of an Indexed Job that have not succeeded; the API has those that have as `1,3-5,7` (its JobStatus.completedIndexes). */
export function unfinishedIndexes(completions: number, completedIndexes = ''): number[] {
  const ranges = Array.from(
    completedIndexes.matchAll(/(\d+)(?:-(\d+))?/g),
    ([, first, last = first]) => [Number(first), Number(last)] as const,
  );
  const isCompleted = (index: number) => ranges.some(([first, last]) => index >= first && index <= last);
  return Array.from({ length: completions }, (_, index) => index).filter((index) => !isCompleted(index));
}
