import { identity, type KubernetesObject } from './object.ts';

interface Role extends KubernetesObject {
  rules: object[];
}

/**
 * What a shared part has to hold for as long as the Jobs of entries that are gone still run: the rights that only those needed, and how
 * KEDA logs in at brokers that only those used. A NetworkPolicy is no such thing: nobody needs it to end well.
 */
export function withEarlier(objects: readonly object[], earlier: readonly KubernetesObject[]): object[] {
  const before = new Map(earlier.map((object) => [identity(object), object]));
  const now = new Set(objects.map(identity));
  const needed = earlier.filter((object) => !now.has(identity(object)) && object.kind !== 'NetworkPolicy');
  return [...objects.map((object) => withRights(object as Role, before.get(identity(object)) as Role | undefined)), ...needed];
}

function withRights(role: Role, earlier: Role | undefined): object {
  if (role.kind !== 'Role' || earlier === undefined) return role;
  const now = new Set(role.rules.map((rule) => JSON.stringify(rule)));
  return { ...role, rules: [...role.rules, ...earlier.rules.filter((rule) => !now.has(JSON.stringify(rule)))] };
}
