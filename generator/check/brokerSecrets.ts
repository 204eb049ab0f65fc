import { containers } from '../../handler/contract.ts';
import type { Ask } from '../cluster/apiServer.ts';
import { atOnce, inParallel } from '../cluster/inParallel.ts';
import type { Manifests, Part } from '../generate.ts';
import type { ScaledJob } from './jobOf.ts';
import type { Result } from './result.ts';
import { metadataOnly } from './versions.ts';

interface Needed {
  part: Part;
  namespace: string;
  name: string;
}

/** The Secrets that nobody has made yet, but for those in namespaces that are missing; of those that exist, nothing but that is looked at. */
export async function brokerSecrets(
  ask: Ask,
  manifests: Manifests,
  authenticationNamespace: string | undefined,
  missing: ReadonlySet<string>,
): Promise<(Result & { part: Part })[]> {
  const all = [...launcherSecrets(manifests), ...authenticationSecrets(manifests, authenticationNamespace)];
  const needed = all.filter(({ namespace }) => !missing.has(namespace));
  const each = [...Map.groupBy(needed, ({ namespace, name }) => `${namespace}/${name}`).values()];
  const results = await inParallel(each, atOnce, async ([first]) => found(ask, first as Needed));
  return results.filter((result) => result !== undefined);
}

async function found(ask: Ask, { part, namespace, name }: Needed): Promise<(Result & { part: Part }) | undefined> {
  const { status } = await ask({ method: 'GET', path: `/api/v1/namespaces/${namespace}/secrets/${name}`, accept: metadataOnly });
  const object = `Secret ${namespace}/${name}`;
  if (status === 200) return undefined;
  if (status !== 404) return { part, rule: 'event-jobs/rights', level: 'note', object, message: 'may not be looked for' };
  const message = 'is missing: with it KEDA and the launchers log in at the broker; make it before messages come';
  return { part, rule: 'event-jobs/broker-secret', level: 'warning', object, message };
}

function launcherSecrets({ parts }: Manifests): Needed[] {
  return parts.flatMap((part) =>
    (ofKind(part, 'ScaledJob') as ScaledJob[]).flatMap(({ metadata: { namespace }, spec }) => {
      const launchers = spec.jobTargetRef.template.spec.initContainers?.filter(({ name }) => name === containers.launcher) ?? [];
      const names = launchers.flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name));
      return names.filter((name) => name !== undefined).map((name) => ({ part, namespace, name }));
    }),
  );
}

interface Authentication {
  metadata: { namespace?: string };
  spec: { secretTargetRef?: { name: string }[] };
}

function authenticationSecrets({ parts }: Manifests, clusterNamespace = ''): Needed[] {
  return parts.flatMap((part) =>
    [...ofKind(part, 'TriggerAuthentication'), ...ofKind(part, 'ClusterTriggerAuthentication')].flatMap((object) => {
      const { metadata, spec } = object as Authentication;
      return (spec.secretTargetRef ?? []).map(({ name }) => ({ part, namespace: metadata.namespace ?? clusterNamespace, name }));
    }),
  );
}

function ofKind({ objects }: Part, kind: string): object[] {
  return objects.filter((object) => (object as { kind: string }).kind === kind);
}
