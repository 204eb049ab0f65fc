import { describe, expect, it } from '@jest/globals';
import { checkCluster } from '../../../generator/check/cluster.ts';
import type { Answer, Ask } from '../../../generator/cluster/apiServer.ts';
import { generate } from '../../../generator/generate.ts';
import type { Question } from '../../../handler/operator/request.ts';
import { settings } from '../sample.ts';

const text = `
apiVersion: v1
kind: ConfigMap
metadata: {name: queues}
data:
  a: '{jobName: a, image: a, command: [run], namespace: jobs}'
  b: '{jobName: b, image: b, command: [run], namespace: jobs}'
  c: '{jobName: c, image: c, command: [run], namespace: other}'
`;
type Special = (question: Question) => Partial<Answer> | undefined;

/** A cluster where all is well, but for what a test says. */
async function checked(special: Special = () => undefined) {
  const made = await generate([{ name: 'c.yaml', text }], settings);
  if ('faults' in made) throw new Error(made.faults[0]?.problem);
  const asked: Question[] = [];
  const ask: Ask = async (question) => {
    asked.push(question);
    return { status: 200, body: usual(question.path), warnings: [], ...special(question) };
  };
  const { results, ...counts } = await checkCluster(ask, made.value);
  const said = results.map(({ level, object = '', message, part }) => `${level} ${part?.jobName ?? '-'} ${object}: ${message}`);
  return { ...counts, said, asked };
}

function usual(path: string): string {
  if (path === '/version') return JSON.stringify({ gitVersion: 'v1.36.0' });
  if (path.startsWith('/apis/apps/v1/deployments')) return JSON.stringify({ items: [] });
  return JSON.stringify({ metadata: { labels: { 'app.kubernetes.io/version': '2.21.0' } } });
}

const refusal = (message: string, status = 422, details = {}) => ({ status, body: JSON.stringify({ message, details }) });
const kindOf = ({ body }: Question) => (body as { kind?: string } | undefined)?.kind;
const nameOf = ({ body }: Question) => {
  const { metadata } = (body ?? {}) as { metadata?: { name?: string; generateName?: string; namespace?: string } };
  return metadata?.name ?? metadata?.generateName;
};
const namespaceOf = ({ body }: Question) => (body as { metadata?: { namespace?: string } } | undefined)?.metadata?.namespace;

describe('what a cluster says', () => {
  it('is nothing where it takes everything', async () => {
    const { asked: _, ...found } = await checked();
    expect(found).toEqual({ versions: { kubernetes: '1.36.0', keda: '2.21.0' }, tried: 17, taken: 17, said: [] });
  });

  it('is every refusal, with its entry', async () => {
    const found = await checked((question) => {
      if (kindOf(question) === 'Job' && nameOf(question) !== 'b-') return refusal(`${nameOf(question)} is invalid`);
      return nameOf(question) === 'b' ? refusal('denied', 403) : undefined;
    });
    expect(found.said).toEqual([
      'error a Job of ScaledJob jobs/a: a- is invalid',
      'error b ScaledJob jobs/b: denied',
      'error c Job of ScaledJob other/c: c- is invalid',
    ]);
    expect(found).toMatchObject({ tried: 17, taken: 14 });
  });

  it('is its warnings, which are none of taking', async () => {
    const found = await checked((question) =>
      kindOf(question) === 'Job' && nameOf(question) === 'c-' ? { warnings: ['hm', 'oh'] } : undefined,
    );
    expect(found.said).toEqual(['warning c Job of ScaledJob other/c: hm', 'warning c Job of ScaledJob other/c: oh']);
    expect(found.taken).toBe(17);
  });

  it('is once that a namespace is missing, and nothing of its Secrets', async () => {
    const found = await checked((question) => {
      if (namespaceOf(question) === 'jobs') return refusal('namespaces "jobs" not found', 404, { kind: 'namespaces', name: 'jobs' });
      return question.path.includes('/secrets/') ? { status: 404 } : undefined;
    });
    expect(found.said).toEqual([
      'error a namespace jobs: does not exist, and nothing that goes there could be tried: a, b',
      expect.stringMatching(/^warning c Secret other\/event-jobs-broker: is missing/),
    ]);
    expect(found.asked.some(({ path }) => path.includes('/namespaces/jobs/secrets/'))).toBe(false);
  });

  it('is once that KEDA is missing; the Jobs are tried all the same', async () => {
    const found = await checked(({ path }) => (path === '/apis/keda.sh/v1alpha1' ? { status: 404 } : undefined));
    expect(found.said).toEqual([expect.stringMatching(/^error - : KEDA is not installed/)]);
    expect(found).toMatchObject({ versions: { keda: 'none' }, tried: 12, taken: 12 });
    expect(found.asked.some(({ path }) => path.includes('scaledjobs/'))).toBe(false);
  });

  it('is what the user may not ask: of manifests an error, of what comes of them a warning, once per namespace and kind', async () => {
    const found = await checked(({ body }) => {
      const { resource, namespace, verb } =
        (body as { spec?: { resourceAttributes?: Record<string, string> } } | undefined)?.spec?.resourceAttributes ?? {};
      const denied = (resource === 'pods' && verb === 'create') || (resource === 'scaledjobs' && namespace === 'jobs');
      return resource === undefined ? undefined : { status: 201, body: JSON.stringify({ status: { allowed: !denied } }) };
    });
    expect(found.said).toEqual([
      "error - ScaledJob jobs/a: and 1 more were not tried: the kubeconfig's user may not patch scaledjobs in namespace jobs, which a dry-run needs, too",
      "warning - pod of ScaledJob jobs/a: and 1 more were not tried: the kubeconfig's user may not create pods in namespace jobs, which a dry-run needs, too",
      "warning - pod of ScaledJob other/c: was not tried: the kubeconfig's user may not create pods in namespace other, which a dry-run needs, too",
    ]);
    expect(found).toMatchObject({ tried: 12, taken: 12 });
  });

  it('is no more than a note where the user may not look for Secrets', async () => {
    const found = await checked(({ path }) => (path.includes('/secrets/') ? { status: 403 } : undefined));
    expect(found.said).toEqual([
      'note a Secret jobs/event-jobs-broker: may not be looked for',
      'note c Secret other/event-jobs-broker: may not be looked for',
    ]);
  });

  it('is asked for of a Secret no more than that it is there', async () => {
    const { asked } = await checked();
    const secrets = asked.filter(({ path }) => path.includes('/secrets/'));
    expect(secrets.map(({ accept }) => accept)).toEqual(Array(2).fill('application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'));
  });
});
