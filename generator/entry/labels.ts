import type { FromSchema } from 'json-schema-to-ts';
import { domain, labels, managedBy } from '../../handler/contract.ts';
import { labelKeyPattern, labelValuePattern, sortedByName } from './names.ts';

/** Labels by which the service meshes keep out of a pod: an injected proxy breaks the init phase or keeps the Job from ending. */
export const meshLabels = { 'kuma.io/sidecar-injection': 'disabled', 'sidecar.istio.io/inject': 'false' };

/** Of an entry's ScaledJob, its Jobs and their pods. */
export const component = 'event-job';

/** Ours, KEDA's and the Job controller's: the gate, history and the launcher's view of its own Job rest on them. */
const reserved = [
  'app.kubernetes.io/component',
  labels.managedBy,
  'app.kubernetes.io/name',
  `${domain}/*`,
  'batch.kubernetes.io/*',
  'controller-uid',
  'job-name',
  'scaledjob.keda.sh/*',
  ...Object.keys(meshLabels),
];

export const labelsSchema = {
  description: 'Labels of the ScaledJob, its Jobs and their pods.',
  type: 'object',
  propertyNames: {
    type: 'string',
    pattern: labelKeyPattern,
    refused: { names: reserved, because: 'event-jobs, KEDA or Kubernetes sets it' },
    allowed: 'a label key: [PREFIX/]NAME with at most 63 letters, digits, -, _ and . in the name',
  },
  additionalProperties: {
    type: 'string',
    pattern: labelValuePattern,
    allowed: 'text of at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit',
  },
  allowed: 'a map of label keys to text',
} as const;

export function entryLabels(own: FromSchema<typeof labelsSchema>, jobName: string): Record<string, string> {
  return {
    ...sortedByName(own),
    'app.kubernetes.io/name': jobName,
    [labels.managedBy]: managedBy,
    'app.kubernetes.io/component': component,
    [labels.entry]: jobName,
  };
}

export function sharedLabels(): Record<string, string> {
  return { [labels.managedBy]: managedBy, 'app.kubernetes.io/component': 'event-job-launcher' };
}
