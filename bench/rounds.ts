/** Measures commands by turns, so that what else the machine does befalls all of them; each round begins with another one. */
export function rounds<Name extends string, Result>(
  count: number,
  commands: Readonly<Partial<Record<Name, string[]>>>,
  measure: (command: readonly string[]) => Result,
): Record<Name, Result[]> {
  const all = Object.entries(commands) as [Name, string[]][];
  const results = Object.fromEntries(all.map(([name]) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (let round = 0; round < count; round++)
    for (const turn of all.keys()) {
      const [name, command] = all[(round + turn) % all.length] as [Name, string[]];
      results[name].push(measure(command));
    }
  return results;
}
