import type { Question } from '../../handler/operator/request.ts';
import { collectionPath, objectPath, type Resource, resourceOf } from '../cluster/resource.ts';
import type { Manifests, Part } from '../generate.ts';
import { jobOf, type ScaledJob } from './jobOf.ts';
import { podOf } from './podOf.ts';
import { processorJobOf } from './processorJobOf.ts';

/** Something that the API server is to say whether it would take it. */
export interface Trial {
  part: Part;
  /** Such as `Job of ScaledJob jobs/invoices`. */
  object: string;
  /** Empty of what belongs to the whole cluster. */
  namespace: string;
  resource: Resource;
  /** What one must be allowed to, even to be told. */
  verbs: readonly ('create' | 'patch')[];
  /** A manifest, or only what will come of one. */
  manifest: boolean;
  question: Question;
}

interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
}

/** Every manifest, the Jobs that KEDA and launchers will make, and their pods. In no order that matters: a dry-run leaves nothing behind. */
export function trialsOf({ parts }: Manifests): Trial[] {
  const all = parts.flatMap((part) => part.objects.map((object) => ({ part, object: object as KubernetesObject })));
  const accounts = new Set(all.filter(({ object }) => object.kind === 'ServiceAccount').map(({ object }) => identity(object)));
  return all.flatMap(({ part, object }) => {
    const applied = application(part, object);
    return object.kind === 'ScaledJob' ? [applied, ...creations(part, object as unknown as ScaledJob, accounts)] : [applied];
  });
}

/** As a server-side apply, which finds what the CRD has to say, or admission; fields that the server does not know would be dropped. */
function application(part: Part, object: KubernetesObject): Trial {
  const path = `${objectPath(object)}?${options}&force=true`;
  const question = { method: 'PATCH', path, body: object, contentType: 'application/apply-patch+yaml' } as const;
  const resource = resourceOf(object);
  const named = `${object.kind} ${identity(object)}`;
  const namespace = object.metadata.namespace ?? '';
  return { part, object: named, namespace, resource, verbs: ['patch', 'create'], manifest: true, question };
}

function creations(part: Part, scaledJob: ScaledJob, accounts: ReadonlySet<string>): Trial[] {
  const named = `of ScaledJob ${identity(scaledJob)}`;
  const job = jobOf(scaledJob);
  const processorJob = processorJobOf(scaledJob);
  const made = [
    { object: `Job ${named}`, body: job },
    { object: `pod ${named}`, body: podOf(job, accounts) },
    ...(processorJob
      ? [
          { object: `processor's Job ${named}`, body: processorJob },
          { object: `processor's pod ${named}`, body: podOf(processorJob, accounts) },
        ]
      : []),
  ];
  return made.map(({ object, body }) => {
    const created = body as KubernetesObject;
    const question = { method: 'POST', path: `${collectionPath(created)}?${options}`, body } as const;
    return { part, object, namespace: part.namespace, resource: resourceOf(created), verbs: ['create'], manifest: false, question };
  });
}

const options = 'dryRun=All&fieldValidation=Strict&fieldManager=event-jobs';

function identity({ metadata: { namespace, name } }: { metadata: KubernetesObject['metadata'] }): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
