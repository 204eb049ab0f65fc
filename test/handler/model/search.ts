/**
 * Visits every state that can be reached from the first one, each once: `next` gives those that may follow. States are the same where
 * their keys are. Returns how many there are.
 */
export function search<State>(first: State, key: (state: State) => string | number, next: (state: State) => Iterable<State>): number {
  const seen = new Set([key(first)]);
  const open = [first];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const following of next(state)) {
      const name = key(following);
      if (seen.has(name)) continue;
      seen.add(name);
      open.push(following);
    }
  }
  return seen.size;
}
