import { stringify } from 'yaml';
import { encodeLaunchSettings, issuer, type LaunchSettings, launcherEnvironment } from '../../../handler/contract.ts';

export interface Sample {
  name?: string;
  namespace?: string;
  queue?: string;
  command?: string[];
  args?: string[];
  env?: object[];
  envFrom?: object[];
  max?: number;
  interval?: number;
  retries?: number;
  timeout?: number;
  grace?: number;
  paused?: boolean;
  settings?: Partial<LaunchSettings>;
  /** Further variables of the launcher. */
  launcher?: object[];
}

/** A ScaledJob of the form that the generator gives it, as far as event-jobs local reads it. */
export function scaledJob(sample: Sample = {}) {
  const { name = 'resize', namespace = 'media', queue = 'images', command = ['true'], args, env = [], envFrom } = sample;
  const names = env.map((variable) => (variable as { name: string }).name);
  const settings = encodeLaunchSettings({
    version: 1,
    jobName: name,
    runner: 'exec',
    acknowledge: 'dispatch',
    queue,
    broker: { hosts: [{ host: 'rabbitmq.default', port: 5671 }], vhost: '/', tls: false },
    deadLetter: { exchange: '', routingKey: `${queue}.dead` },
    environment: names,
    messageEnvironment: { allow: ['*'], encoding: 'plain' },
    retries: 5,
    timeout: 600,
    deadline: 5,
    deliveryLimit: 20,
    maxMessage: 1_000_000,
    issuer,
    ...sample.settings,
  });
  const launcher = {
    name: 'launcher',
    image: 'launcher:1',
    env: [
      { name: launcherEnvironment.settings, value: settings },
      { name: launcherEnvironment.jobUid, valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
      ...(sample.launcher ?? []),
    ],
  };
  const processor = { name: 'processor', image: 'resize:1', command: ['/event/handover', ...command], ...present({ args, envFrom }), env };
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledJob',
    metadata: { name, namespace, annotations: { 'autoscaling.keda.sh/paused': String(sample.paused ?? false) } },
    spec: {
      pollingInterval: sample.interval ?? 1,
      maxReplicaCount: sample.max ?? 3,
      jobTargetRef: {
        backoffLimit: sample.retries ?? 2,
        activeDeadlineSeconds: sample.timeout ?? 60,
        template: {
          spec: { ...present({ terminationGracePeriodSeconds: sample.grace }), initContainers: [launcher], containers: [processor] },
        },
      },
    },
  };
}

export function manifests(...documents: object[]): string {
  return documents.map((document) => stringify(document)).join('---\n');
}

function present(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
