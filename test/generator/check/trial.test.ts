import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Trial, trialsOf } from '../../../generator/check/trial.ts';
import { generate } from '../../../generator/generate.ts';
import { settings } from '../sample.ts';

const text = `
apiVersion: v1
kind: ConfigMap
metadata: {name: queues}
data:
  a: '{jobName: a, image: a, command: [run], namespace: jobs}'
  b: '{jobName: b, image: b, serviceAccount: worker, environment: {OWN: "1"}}'
`;

let trials: Trial[];
const trial = (object: string) => trials.find((one) => one.object === object) as Trial;
const body = (object: string) => trial(object).question.body as { metadata: object; spec: Record<string, unknown> };

beforeAll(async () => {
  const made = await generate([{ name: 'c.yaml', text }], settings);
  if ('faults' in made) throw new Error(made.faults[0]?.problem);
  trials = trialsOf(made.value);
});

describe('what the API server is asked', () => {
  it('is every manifest, and for each entry its Jobs and their pods', () => {
    const shared = (namespace: string) => [
      `ServiceAccount ${namespace}/queues-launcher`,
      `Role ${namespace}/queues-launcher`,
      `RoleBinding ${namespace}/queues-launcher`,
      `TriggerAuthentication ${namespace}/queues-event-jobs-broker`,
    ];
    expect(trials.map(({ object }) => object)).toEqual([
      ...shared('default'),
      ...shared('jobs'),
      'ScaledJob default/b',
      'Job of ScaledJob default/b',
      'pod of ScaledJob default/b',
      "processor's Job of ScaledJob default/b",
      "processor's pod of ScaledJob default/b",
      'ScaledJob jobs/a',
      'Job of ScaledJob jobs/a',
      'pod of ScaledJob jobs/a',
    ]);
  });

  it('is of an object the namespace that it has itself, also where it is shared in the whole cluster', async () => {
    const shared = { ...settings, amqpTls: true, clusterTriggerAuthentication: 'keda' };
    const made = await generate([{ name: 'c.yaml', text }], shared);
    const inCluster = 'value' in made ? trialsOf(made.value).filter(({ part }) => part.namespace === '') : [];
    expect(inCluster.map(({ object, namespace }) => [object, namespace])).toEqual([
      ['ConfigMap keda/default.queues-event-jobs-broker-tls', 'keda'],
      ['ClusterTriggerAuthentication default.queues-event-jobs-broker-tls', ''],
    ]);
  });

  it('is nothing but dry-runs', () => {
    for (const { question } of trials) expect(question.path).toContain('?dryRun=All&fieldValidation=Strict');
  });

  it('is an apply by the server of a manifest, and a creation of what comes of it', () => {
    expect(trial('RoleBinding jobs/queues-launcher').question).toMatchObject({
      method: 'PATCH',
      contentType: 'application/apply-patch+yaml',
      path: expect.stringMatching(
        /^\/apis\/rbac\.authorization\.k8s\.io\/v1\/namespaces\/jobs\/rolebindings\/queues-launcher\?.*&force=true$/,
      ),
    });
    expect(trial('ServiceAccount jobs/queues-launcher').question.path).toMatch(
      /^\/api\/v1\/namespaces\/jobs\/serviceaccounts\/queues-launcher\?/,
    );
    expect(trial('Job of ScaledJob jobs/a').question).toMatchObject({
      method: 'POST',
      path: expect.stringMatching(/^\/apis\/batch\/v1\/namespaces\/jobs\/jobs\?/),
    });
  });

  it('is the processor’s Job as the launcher makes it: named TARGET, the message’s variables behind the entry’s own', () => {
    const { metadata, spec } = body("processor's Job of ScaledJob default/b");
    const name = 'b-00000000-0000-4000-8000-000000000000';
    expect(metadata).toMatchObject({ name, namespace: 'default', labels: { 'event-jobs.goci.io/entry': 'b' } });
    const variable = (key: string) => ({ name: key, valueFrom: { secretKeyRef: { name, key } } });
    expect(spec).toMatchObject({
      template: {
        spec: {
          serviceAccountName: 'worker',
          containers: [
            { name: 'processor', env: [{ name: 'OWN', value: '1' }, ...['ISSUER', 'TARGET', 'MESSAGE', 'CHECKSUM'].map(variable)] },
          ],
        },
      },
    });
  });

  it('is a pod with the ServiceAccount that somebody else makes, and without the one that is only made with it', () => {
    expect(body("processor's pod of ScaledJob default/b").spec.serviceAccountName).toBe('worker');
    expect(body('pod of ScaledJob jobs/a').spec).not.toHaveProperty('serviceAccountName');
    expect(body('Job of ScaledJob jobs/a').spec).toMatchObject({ template: { spec: { serviceAccountName: 'queues-launcher' } } });
  });
});
