import { describe, expect, it } from '@jest/globals';
import { numbersOf, versionsOf } from '../../../generator/check/versions.ts';
import type { Ask } from '../../../generator/cluster/apiServer.ts';

/** A cluster that has an answer to some paths (their beginnings), and to no others. */
const cluster =
  (answers: Record<string, unknown>): Ask =>
  async ({ path }) => {
    const found = Object.entries(answers).find(([start]) => path.startsWith(start));
    return found ? { status: 200, body: JSON.stringify(found[1]), warnings: [] } : { status: 404, body: '{}', warnings: [] };
  };
const seen = async (answers: Record<string, unknown>) => {
  const { versions, results } = await versionsOf(cluster(answers));
  return { ...versions, said: results.map(({ level, message }) => `${level}: ${message}`) };
};

const [group, deployments, crd, openapi] = [
  '/apis/keda.sh/v1alpha1',
  '/apis/apps/v1/deployments?',
  '/apis/apiextensions.k8s.io/',
  '/openapi/v3/',
];
const kubernetes = { '/version': { gitVersion: 'v1.31.2-gke.1' } };
const deployment = (image: string, label?: string) => ({
  items: [
    {
      metadata: { labels: label === undefined ? {} : { 'app.kubernetes.io/version': label } },
      spec: { template: { spec: { containers: [{ image }] } } },
    },
  ],
});

describe('the versions of a cluster', () => {
  it('are those of the server, and of the operator’s image', async () => {
    const found = await seen({ ...kubernetes, [group]: {}, [deployments]: deployment('ghcr.io/kedacore/keda:2.21.0@sha256:ab') });
    expect(found).toEqual({ kubernetes: '1.31.2', keda: '2.21.0', said: [] });
  });

  it('are by the label of the Deployment or the CRD where the image does not say', async () => {
    expect(await seen({ ...kubernetes, [group]: {}, [deployments]: deployment('mirror:5000/keda', '2.22.1') })).toMatchObject({
      keda: '2.22.1',
    });
    const labelled = { metadata: { labels: { 'app.kubernetes.io/version': '2.21.3' } } };
    expect(await seen({ ...kubernetes, [group]: {}, [deployments]: { items: [] }, [crd]: labelled })).toMatchObject({ keda: '2.21.3' });
  });

  it('may be too old', async () => {
    const found = await seen({ '/version': { gitVersion: 'v1.30.9' }, [group]: {}, [deployments]: deployment('keda:2.9.0') });
    expect(found.said).toEqual(['error: Kubernetes is 1.30.9; it takes 1.31 or later', 'error: KEDA is 2.9.0; it takes 2.21 or later']);
  });

  it('are guessed by the CRDs’ fields where nothing says KEDA’s', async () => {
    const fields = { schema: { azureServicePrincipal: {} } };
    expect(await seen({ ...kubernetes, [group]: {}, [crd]: { metadata: {} }, [openapi]: fields })).toEqual({
      ...{ kubernetes: '1.31.2', keda: '2.21 or later' },
      said: [expect.stringMatching(/^note: KEDA's version is not known: .* by its CRDs it is 2\.21 or later/)],
    });
    expect((await seen({ ...kubernetes, [group]: {}, [openapi]: {} })).said).toEqual([
      expect.stringMatching(/^error: KEDA is older than 2\.21/),
    ]);
  });

  it('are unknown, and said to be, where nobody may look', async () => {
    expect((await seen({ [group]: {} })).said).toEqual([
      'warning: the version of Kubernetes is not known: status 404',
      expect.stringMatching(/^warning: KEDA's version is not known/),
    ]);
  });

  it('say so where there is no KEDA', async () => {
    expect(await seen(kubernetes)).toMatchObject({ keda: 'none', said: [expect.stringMatching(/^error: KEDA is not installed/)] });
  });

  it.each([
    ['v1.36.3', '1.36.3'],
    ['2.21', '2.21'],
    ['1.31+', '1.31'],
    ['main', undefined],
    ['latest', undefined],
    ['sha256:0', undefined],
    [undefined, undefined],
  ])('are read of %j as %j', (text, expected) => {
    expect(numbersOf(text)).toBe(expected);
  });
});
