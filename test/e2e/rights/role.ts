import { RbacAuthorizationV1Api, type V1PolicyRule } from '@kubernetes/client-node';
import type { EventJob } from '../../../generator/entry/eventJob.ts';
import { rights } from '../../../generator/objects/rights.ts';
import type { Cell } from '../cells/cell.ts';
import { config, core } from '../cluster.ts';

const rbac = config.makeApiClient(RbacAuthorizationV1Api);

/** One verb on one kind of object. */
export interface Right {
  verb: string;
  resource: string;
}

const rulesOf = (cell: Cell) => rights([cell as EventJob]) as V1PolicyRule[];

/** All that the generated Role of a cell's entries grants. */
export function rightsOf(cell: Cell): Right[] {
  return rulesOf(cell).flatMap(({ resources = [], verbs }) => resources.flatMap((resource) => verbs.map((verb) => ({ verb, resource }))));
}

const same = (one: Right, other: Right) => one.verb === other.verb && one.resource === other.resource;

/** A ServiceAccount that may do what the generated Role grants, but for these. */
export async function accountWithout(missing: readonly Right[], cell: Cell, namespace: string, name: string): Promise<void> {
  const metadata = { name };
  const rules = rulesOf(cell).map((rule) => ({
    ...rule,
    verbs: rule.verbs.filter((verb) => !missing.some((right) => same(right, { verb, resource: rule.resources?.[0] ?? '' }))),
  }));
  await core.createNamespacedServiceAccount({ namespace, body: { metadata } });
  await rbac.createNamespacedRole({ namespace, body: { metadata, rules: rules.filter(({ verbs }) => verbs.length > 0) } });
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name };
  await rbac.createNamespacedRoleBinding({
    namespace,
    body: { metadata, roleRef, subjects: [{ kind: 'ServiceAccount', name, namespace }] },
  });
}
