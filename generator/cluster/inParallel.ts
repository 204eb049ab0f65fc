/** How many questions to the API server are under way at once: its own share for one client is some more. */
export const atOnce = 10;

/** The results in the order of the items, of which so many are worked on at once. */
export async function inParallel<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const worker = async () => {
    // All workers take from the one iterator.
    for (const [index, item] of rest) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}
