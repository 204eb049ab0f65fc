/** Hands each item to whichever place is free. */
export async function inParallel<I, P, R>(
  items: readonly I[],
  places: readonly P[],
  work: (item: I, place: P) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  await Promise.all(
    places.map(async (place) => {
      for (const [index, item] of queue) results[index] = await work(item, place);
    }),
  );
  return results;
}
