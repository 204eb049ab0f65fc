import type { Ask } from '../cluster/apiServer.ts';
import { reasonOf } from '../cluster/status.ts';
import type { Result } from './result.ts';

/** What the manifests are made for, and tested with. */
export const oldest = { kubernetes: '1.31', keda: '2.21' } as const;

export interface Versions {
  kubernetes?: string;
  /** `none`, or `2.21 or later` where only its CRDs can be seen. */
  keda?: string;
}

export interface Seen {
  versions: Versions;
  results: Result[];
}

export async function versionsOf(ask: Ask): Promise<Seen> {
  const [kubernetes, keda] = await Promise.all([kubernetesVersion(ask), kedaVersion(ask)]);
  return { versions: { ...kubernetes.versions, ...keda.versions }, results: [...kubernetes.results, ...keda.results] };
}

async function kubernetesVersion(ask: Ask): Promise<Seen> {
  const answer = await ask({ method: 'GET', path: '/version' });
  const version = answer.status === 200 ? numbersOf(JSON.parse(answer.body).gitVersion) : undefined;
  if (version === undefined)
    return { versions: {}, results: [result('warning', `the version of Kubernetes is not known: ${reasonOf(answer)}`)] };
  return { versions: { kubernetes: version }, results: tooOld('Kubernetes', version, oldest.kubernetes) };
}

/** By what runs, else by the label that KEDA's own manifests and chart give its CRDs, else by what the CRDs hold. */
async function kedaVersion(ask: Ask): Promise<Seen> {
  const group = await ask({ method: 'GET', path: '/apis/keda.sh/v1alpha1' });
  if (group.status === 404)
    return {
      versions: { keda: 'none' },
      results: [result('error', `KEDA is not installed: the cluster knows no ScaledJobs; it takes ${oldest.keda} or later`)],
    };
  const version = (await operatorVersion(ask)) ?? (await crdVersion(ask));
  return version === undefined ? probed(ask) : { versions: { keda: version }, results: tooOld('KEDA', version, oldest.keda) };
}

interface Deployment {
  metadata: { labels?: Record<string, string> };
  spec: { template: { spec: { containers: { image: string }[] } } };
}

const versionLabel = 'app.kubernetes.io/version';

async function operatorVersion(ask: Ask): Promise<string | undefined> {
  const answer = await ask({
    method: 'GET',
    path: `/apis/apps/v1/deployments?labelSelector=${encodeURIComponent('app.kubernetes.io/name=keda-operator')}`,
  });
  const items: Deployment[] = answer.status === 200 ? JSON.parse(answer.body).items : [];
  const tags = items.flatMap(({ spec }) => spec.template.spec.containers.map(({ image }) => image.split('@')[0]?.split(':').at(-1)));
  return [...tags, ...items.map(({ metadata }) => metadata.labels?.[versionLabel])].map(numbersOf).find((version) => version !== undefined);
}

async function crdVersion(ask: Ask): Promise<string | undefined> {
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/scaledjobs.keda.sh';
  const answer = await ask({ method: 'GET', path, accept: metadataOnly });
  return answer.status === 200 ? numbersOf(JSON.parse(answer.body).metadata?.labels?.[versionLabel]) : undefined;
}

export const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/** A field of TriggerAuthentications that came with 2.21. */
const newField = 'azureServicePrincipal';

async function probed(ask: Ask): Promise<Seen> {
  const answer = await ask({ method: 'GET', path: '/openapi/v3/apis/keda.sh/v1alpha1' });
  const how = `neither its Deployment nor its CRDs say it, or may be read`;
  if (answer.status !== 200)
    return { versions: {}, results: [result('warning', `KEDA's version is not known: ${how}; it takes ${oldest.keda} or later`)] };
  if (!answer.body.includes(`"${newField}"`))
    return { versions: {}, results: [result('error', `KEDA is older than ${oldest.keda}: its TriggerAuthentication has no ${newField}`)] };
  const results = [
    result(
      'note',
      `KEDA's version is not known: ${how}; by its CRDs it is ${oldest.keda} or later, as its TriggerAuthentication has ${newField}`,
    ),
  ];
  return { versions: { keda: `${oldest.keda} or later` }, results };
}

/** Of `v1.31.2-gke.1` and the like; a word such as `main` says nothing. */
export function numbersOf(text: string | undefined): string | undefined {
  return /^v?(\d+\.\d+(?:\.\d+)?)/.exec(text ?? '')?.[1];
}

function tooOld(name: string, version: string, least: string): Result[] {
  const [[major = 0, minor = 0], [leastMajor = 0, leastMinor = 0]] = [numbers(version), numbers(least)];
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return [];
  return [result('error', `${name} is ${version}; it takes ${least} or later`)];
}

function numbers(version: string): number[] {
  return version.split('.').map(Number);
}

function result(level: Result['level'], message: string): Result {
  return { rule: 'event-jobs/version', level, message };
}
