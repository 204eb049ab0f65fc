/** Messages on a real KEDA, from their publishing to their processor's start. */
import { kubectl } from '../../test/e2e/cluster.ts';
import { Namespace } from '../../test/e2e/namespace.ts';
import { turns } from '../rounds.ts';
import { Line, type Run } from './line.ts';
import { type Contender, contenders, most } from './scaledJobs.ts';

export interface Runs {
  lone: Run[];
  burst: Run[];
}

export interface Rounds {
  lone: number;
  burst: number;
}

/** With processors of this CPU limit, in millicores. */
export async function onKeda(cpu: number, rounds: Rounds, image: string): Promise<Readonly<Record<Contender, Runs>>> {
  const namespace = await Namespace.create();
  const runs = { 'event-jobs': noRuns(), 'no-op': noRuns(), node: noRuns(), consumer: noRuns() };
  const lines = {} as Record<Contender, Line>;
  try {
    for (const contender of contenders) {
      lines[contender] = await Line.of(contender, namespace, cpu, image);
      // The first run tells when KEDA looks, and fills the caches.
      await lines[contender].run(1);
    }
    for (const contender of turns(rounds.lone, contenders)) runs[contender].lone.push(await lines[contender].run(1));
    for (const contender of turns(rounds.burst, contenders)) {
      runs[contender].burst.push(await lines[contender].run(most));
      console.error(`bench: ${cpu} millicores, ${contender}: ${JSON.stringify(runs[contender].burst.at(-1))}`);
    }
  } finally {
    await kubectl(['delete', 'scaledjobs', '--all', '--namespace', namespace.name]);
    for (const line of Object.values(lines)) await line.delete();
    await namespace.delete();
  }
  return runs;
}

function noRuns(): Runs {
  return { lone: [], burst: [] };
}
