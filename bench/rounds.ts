/** The contenders by turns, so that what else the machine does befalls all of them; each round begins with another one. */
export function* turns<Name>(count: number, names: readonly Name[]): Generator<Name> {
  for (let round = 0; round < count; round++) for (const turn of names.keys()) yield names[(round + turn) % names.length] as Name;
}

/** Measures commands by turns. */
export function rounds<Name extends string, Result>(
  count: number,
  commands: Readonly<Partial<Record<Name, string[]>>>,
  measure: (command: readonly string[]) => Result,
): Record<Name, Result[]> {
  const names = Object.keys(commands) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (const name of turns(count, names)) results[name].push(measure(commands[name] as string[]));
  return results;
}
