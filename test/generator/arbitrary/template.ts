import fc, { type Arbitrary } from 'fast-check';
import type { Entry } from '../../../generator/entry/entry.ts';

const { constant, constantFrom, record } = fc;

/** A few of the fields that people set; template/templates.ts has them all. */
export const template = record(
  {
    metadata: record({ annotations: constant({ 'example.com/a': 'b\nc' }), labels: constant({ tier: 'back' }) }, { requiredKeys: [] }),
    spec: record(
      {
        nodeSelector: constant({ 'kubernetes.io/os': 'linux' }),
        tolerations: constantFrom([], [{ key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule' }], [{ operator: 'Exists' }]),
        terminationGracePeriodSeconds: constantFrom(0, 30, 100),
        securityContext: constantFrom({}, { runAsUser: 1000, fsGroup: 1 }, { supplementalGroups: [1, 2] }),
        imagePullSecrets: constant([{ name: 'pull' }]),
        volumes: constant([{ name: 'scratch', emptyDir: { sizeLimit: '1024Mi' } }]),
        hostAliases: constant([{ ip: '10.0.0.1', hostnames: ['a.b'] }]),
        topologySpreadConstraints: constant([
          { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { tier: 'back' } } },
        ]),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
) as Arbitrary<Entry['template']>;
