import type { Answer, Ask } from '../cluster/apiServer.ts';
import { atOnce, inParallel } from '../cluster/inParallel.ts';
import { missingNamespace, reasonOf } from '../cluster/status.ts';
import type { Manifests, Part } from '../generate.ts';
import { brokerSecrets } from './brokerSecrets.ts';
import type { Result } from './result.ts';
import { permitted } from './rights.ts';
import { type Trial, trialsOf } from './trial.ts';
import { type Versions, versionsOf } from './versions.ts';

/** A result, and what of the manifests it is about. */
export type PartResult = Result & { part?: Part };

export interface ClusterCheck {
  versions: Versions;
  /** How many objects the API server was asked to take, and how many it would. */
  tried: number;
  taken: number;
  results: PartResult[];
}

/** What a cluster has to say to the manifests and to all that comes of them. Leaves nothing behind there. */
export async function checkCluster(ask: Ask, manifests: Manifests, authenticationNamespace?: string): Promise<ClusterCheck> {
  const { versions, results: found } = await versionsOf(ask);
  const known = trialsOf(manifests).filter(({ resource }) => versions.keda !== 'none' || resource.group !== 'keda.sh');
  const { trials, results: rights } = await permitted(ask, known);
  const answered = await inParallel(trials, atOnce, async (trial) => ({ trial, answer: await ask(trial.question) }));
  const { missing, results: lost } = missingNamespaces(answered);
  const tried = answered.filter(({ answer }) => missingNamespace(answer) === undefined).flatMap(answerResults);
  const secrets = await brokerSecrets(ask, manifests, authenticationNamespace, missing);
  const taken = answered.filter(({ answer }) => answer.status < 300).length;
  return { versions, tried: trials.length, taken, results: [...found, ...rights, ...lost, ...tried, ...secrets] };
}

interface Answered {
  trial: Trial;
  answer: Answer;
}

/** Each is said once, and not of every object that would go there. */
function missingNamespaces(answered: readonly Answered[]): { missing: Set<string>; results: PartResult[] } {
  const groups = Map.groupBy(answered, ({ answer }) => missingNamespace(answer));
  const lost = [...groups].filter((group): group is [string, Answered[]] => group[0] !== undefined);
  return {
    missing: new Set(lost.map(([name]) => name)),
    results: lost.map(([name, group]) => {
      const parts = [...new Set(group.map(({ trial }) => trial.part))].filter(({ jobName }) => jobName !== undefined);
      const message = `does not exist, and nothing that goes there could be tried: ${parts.map(({ jobName }) => jobName).join(', ')}`;
      const [part] = parts;
      return { ...(part && { part }), object: `namespace ${name}`, rule: 'event-jobs/namespace', level: 'error', message };
    }),
  };
}

function answerResults({ trial: { part, object }, answer }: Answered): PartResult[] {
  const refused = answer.status >= 300;
  return [
    ...(refused ? [{ part, object, rule: 'event-jobs/rejection', level: 'error', message: reasonOf(answer) } as const] : []),
    ...answer.warnings.map((message) => ({ part, object, rule: 'event-jobs/server-warning', level: 'warning', message }) as const),
  ];
}
