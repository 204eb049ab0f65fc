/** What the commands read of a cluster. Each throws a Fault: transient, or clusterRefused with the API server's own words. */
import type { KubernetesListObject, KubernetesObject, V1Job, V1PodSpec, V1Secret } from '@kubernetes/client-node';
import retry, { AbortError } from 'p-retry';
import { type Answer, content, reason } from '../answer.ts';
import { labels, managedBy } from '../contract.ts';
import { Fault } from '../fault.ts';
import type { Ask } from './userApi.ts';

/** As much of KEDA's ScaledJob as is looked at. */
export interface ScaledJob extends KubernetesObject {
  readonly spec: { readonly maxReplicaCount?: number; readonly jobTargetRef: { readonly template: { readonly spec?: V1PodSpec } } };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** Which of a kind's objects: a namespace or all of them, and a selector of the entries'. */
export interface Scope {
  /** All namespaces where undefined. */
  readonly namespace: string | undefined;
  /** Without one all that are event jobs'. */
  readonly selector?: string;
}

const kinds = {
  ScaledJob: { group: '/apis/keda.sh/v1alpha1', plural: 'scaledjobs' },
  Job: { group: '/apis/batch/v1', plural: 'jobs' },
  Pod: { group: '/api/v1', plural: 'pods' },
  Secret: { group: '/api/v1', plural: 'secrets' },
} as const;

export type Kind = keyof typeof kinds;

/** For a list that leaves out what the objects hold. */
export const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** How many come in one answer. */
const pageSize = 500;

/** What only a list may be told: fields to select by, and what of the objects to send. */
interface Part {
  readonly fields?: string;
  readonly accept?: string;
}

/** All of them, as they were at one moment. */
export async function list<T extends KubernetesObject>(
  ask: Ask,
  kind: Kind,
  { namespace, selector }: Scope,
  part: Part = {},
): Promise<T[]> {
  const { group, plural } = kinds[kind];
  const path = [group, ...(namespace === undefined ? [] : ['namespaces', namespace]), plural].join('/');
  const labelSelector = [`${labels.managedBy}=${managedBy}`, ...(selector === undefined ? [] : [selector])].join(',');
  const items: T[] = [];
  let next: string | undefined;
  do {
    const page = { limit: String(pageSize), ...(next && { continue: next }), ...(part.fields && { fieldSelector: part.fields }) };
    const answer = await ask('GET', `${path}?${new URLSearchParams({ labelSelector, ...page })}`, undefined, part.accept);
    if (answer.status !== 200) throw refused(answer, `${plural} cannot be listed`);
    const { items: some, metadata } = content<KubernetesListObject<T>>(answer);
    // Null where a list without what the objects hold is empty.
    items.push(...(some ?? []));
    // The client's type has another name for it.
    next = (metadata as { continue?: string } | undefined)?.continue;
  } while (next);
  return items;
}

export interface Identity {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** Undefined where there is none. */
export async function get<T extends V1Job | V1Secret>(ask: Ask, kind: Kind, namespace: string, name: string): Promise<T | undefined> {
  const answer = await ask('GET', pathOf(kind, namespace, name));
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refused(answer, `${kind} ${namespace}/${name} cannot be read`);
  return content<T>(answer);
}

/** With what it owns. That it is gone already, or another by its name is there, is as good. */
export function remove(ask: Ask, kind: Kind, one: Identity): Promise<void> {
  return removal(ask, kind, one, {});
}

/** Throws a Fault where `remove` would be refused, as by an admission policy, of which `may` does not tell; removes nothing. */
export function rehearseRemoval(ask: Ask, kind: Kind, one: Identity): Promise<void> {
  // In the body: the API server passes over a dryRun in the query where there is a body, and deletes.
  return removal(ask, kind, one, { dryRun: ['All'] });
}

async function removal(ask: Ask, kind: Kind, one: Identity, more: { dryRun?: ['All'] }): Promise<void> {
  const { namespace, name, uid } = one;
  const options = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions: { uid }, ...more };
  const once = async () => {
    const answer = await ask('DELETE', pathOf(kind, namespace, name), options);
    if ([200, 202, 404].includes(answer.status)) return;
    const fault = refused(answer, `${kind} ${namespace}/${name} cannot be deleted`);
    if (answer.status !== 409) throw new AbortError(fault);
    // Either another has its name, or it changed just now.
    if ((await get(ask, kind, namespace, name))?.metadata?.uid === uid) throw fault;
  };
  await retry(once, { retries: 5, minTimeout: 100 });
}

/** Whether whoever asks may do this to such objects there: better known before than after. */
export async function may(ask: Ask, verb: 'get' | 'delete', kind: Kind, namespace: string): Promise<boolean> {
  const { group, plural } = kinds[kind];
  const resourceAttributes = {
    verb,
    resource: plural,
    namespace,
    ...(group.startsWith('/apis/') && { group: group.split('/')[2] }),
  };
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
  const answer = await ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', review);
  // Who may not even ask this is told when it is done.
  return answer.status !== 201 || content<{ status?: { allowed?: boolean } }>(answer).status?.allowed === true;
}

function pathOf(kind: Kind, namespace: string, name: string): string {
  const { group, plural } = kinds[kind];
  return `${group}/namespaces/${namespace}/${plural}/${encodeURIComponent(name)}`;
}

function refused(answer: Answer, what: string): Fault {
  return new Fault('clusterRefused', `${what}: ${reason(answer)}`);
}
