import { expect, it } from '@jest/globals';
import { earlierScaledJobs } from '../../../generator/fn/earlier.ts';

it.each(['jobs', 'team/jobs'])('finds what the ConfigMap %s had', (configMap) => {
  const object = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledJob',
    metadata: { name: 'bills', namespace: 'm', labels: { 'app.kubernetes.io/managed-by': 'kubernetes-event-jobs' } },
    spec: { jobTargetRef: { template: { spec: { serviceAccountName: 'jobs-launcher' } } } },
  };
  expect(earlierScaledJobs([{ object }] as never, { passedOver: [], shortTimeouts: [], configMaps: [configMap], parts: [] })).toHaveLength(
    1,
  );
});
