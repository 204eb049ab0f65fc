/** The part of a KEDA ScaledJob, as `event-jobs generate` writes it, that decides what runs here; the rest is passed over. */
import { Ajv, type ValidateFunction } from 'ajv';
import type { FromSchema } from 'json-schema-to-ts';

const container = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string' },
    command: { type: 'array', items: { type: 'string' } },
    args: { type: 'array', items: { type: 'string' } },
    env: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, value: { type: 'string' }, valueFrom: { type: 'object' } },
      },
    },
    envFrom: { type: 'array', items: { type: 'object' } },
  },
} as const;

/** KEDA's and Kubernetes' own defaults stand where a field may be missing. */
const scaledJobSchema = {
  type: 'object',
  required: ['metadata', 'spec'],
  properties: {
    metadata: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string' },
        namespace: { type: 'string' },
        annotations: { type: 'object', additionalProperties: { type: 'string' } },
      },
    },
    spec: {
      type: 'object',
      required: ['jobTargetRef'],
      properties: {
        maxReplicaCount: { type: 'integer', minimum: 0 },
        pollingInterval: { type: 'integer', minimum: 1 },
        jobTargetRef: {
          type: 'object',
          required: ['template'],
          properties: {
            backoffLimit: { type: 'integer', minimum: 0 },
            activeDeadlineSeconds: { type: 'integer', minimum: 1 },
            template: {
              type: 'object',
              required: ['spec'],
              properties: {
                spec: {
                  type: 'object',
                  required: ['containers'],
                  properties: {
                    terminationGracePeriodSeconds: { type: 'integer', minimum: 0 },
                    initContainers: { type: 'array', items: container },
                    containers: { type: 'array', items: container },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
} as const;

export type ScaledJob = FromSchema<typeof scaledJobSchema>;
export type Container = FromSchema<typeof container>;

const ajv = new Ajv({ allErrors: true });

export const isScaledJob: ValidateFunction<ScaledJob> = ajv.compile(scaledJobSchema);

/** What the latest isScaledJob found wrong, one line each. */
export function shapeFaults(): string[] {
  return (isScaledJob.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`.trim());
}
