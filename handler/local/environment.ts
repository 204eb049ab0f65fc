/** The environment of a processor that runs as a process of this machine. */
import { coveredBy } from '../contract.ts';
import type { Outcome } from '../outcome.ts';

/** What a command needs of this machine to run at all; everything else would be missing in its container, too. */
const ofThisMachine = ['HOME', 'LANG', 'LANGUAGE', 'LC_*', 'LOGNAME', 'PATH', 'SHELL', 'TMPDIR', 'TZ', 'USER'];

/** As the hand-over program makes it: what the container has (the machine's, then the entry's), changed by the outcome. */
export function processorEnvironment(
  machine: Readonly<Record<string, string | undefined>>,
  entry: ReadonlyMap<string, string>,
  { run, unset }: Extract<Outcome, { run: unknown }>,
): Record<string, string> {
  const environment = new Map<string, string>();
  for (const [name, value] of Object.entries(machine)) if (value !== undefined && isInherited(name)) environment.set(name, value);
  for (const [name, value] of entry) environment.set(name, value);
  for (const name of unset) environment.delete(name);
  for (const [name, value] of run) environment.set(name, value);
  return Object.fromEntries(environment);
}

function isInherited(name: string): boolean {
  return coveredBy(name, ofThisMachine) !== undefined;
}
