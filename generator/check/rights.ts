import type { Ask } from '../cluster/apiServer.ts';
import { atOnce, inParallel } from '../cluster/inParallel.ts';
import type { Result } from './result.ts';
import type { Trial } from './trial.ts';

/**
 * The trials that the user has a right to, and what is left out. Without asking first, a lack of rights would look like an admission's
 * refusal: both are a 403.
 */
export async function permitted(ask: Ask, trials: readonly Trial[]): Promise<{ trials: Trial[]; results: Result[] }> {
  const groups = [...Map.groupBy(trials, ({ namespace, resource }) => `${namespace} ${resource.group} ${resource.plural}`).values()];
  const answers = await inParallel(groups, atOnce, async (group) => ({ group, missing: await missingVerb(ask, group[0] as Trial) }));
  const denied = new Set(answers.filter(({ missing }) => missing !== undefined).flatMap(({ group }) => group));
  return {
    trials: trials.filter((trial) => !denied.has(trial)),
    results: answers.flatMap(({ group, missing }) => (missing === undefined ? [] : [resultOf(group, missing)])),
  };
}

async function missingVerb(ask: Ask, { verbs, namespace, resource }: Trial): Promise<string | undefined> {
  for (const verb of verbs) {
    const resourceAttributes = { namespace, verb, group: resource.group, version: resource.version, resource: resource.plural };
    const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
    const answer = await ask({ method: 'POST', path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', body });
    // A server that does not say will say when it is asked in earnest.
    if (answer.status === 201 && JSON.parse(answer.body).status?.allowed === false) return verb;
  }
  return undefined;
}

/** A manifest that could not be tried fails the check; what only comes of one is a gap in it. */
function resultOf([first, ...others]: readonly Trial[], verb: string): Result {
  const { resource, namespace, manifest, object } = first as Trial;
  const where = namespace === '' ? 'in the cluster' : `in namespace ${namespace}`;
  const left = others.length === 0 ? 'was not tried' : `and ${others.length} more were not tried`;
  const message = `${left}: the kubeconfig's user may not ${verb} ${resource.plural} ${where}, which a dry-run needs, too`;
  return { rule: 'event-jobs/rights', level: manifest ? 'error' : 'warning', message, object };
}
