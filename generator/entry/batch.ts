import { whole } from './scalars.ts';

/** What an Indexed Job may have (completionsSoftLimit in Kubernetes' pkg/apis/batch/validation). */
const most = 100_000;

export const batchSchema = {
  description: 'Several messages to a Job, each in a pod of its own: `size` messages, of which `parallelism` are worked on at once.',
  type: 'object',
  additionalProperties: false,
  required: ['size'],
  properties: { size: whole(1, most), parallelism: whole(1, most) },
  allowed: 'a map of size and parallelism',
} as const;
