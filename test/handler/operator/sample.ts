import type { V1Job, V1JobStatus, V1PodSpec } from '@kubernetes/client-node';
import { encodeLaunchSettings, type LaunchSettings } from '../../../handler/contract.ts';
import { settings } from '../sample.ts';

/** A pod template as the generator makes it, as far as the operator's commands read it. */
export function podSpec(own: Partial<LaunchSettings> = {}): V1PodSpec {
  const variable = (name: string) => ({ name, valueFrom: { secretKeyRef: { name: 'event-jobs-broker', key: name } } });
  const env = [
    { name: 'EVENT_JOBS_SETTINGS', value: encodeLaunchSettings({ ...settings, ...own }) },
    variable('AMQP_USERNAME'),
    variable('AMQP_PASSWORD'),
  ];
  return { initContainers: [{ name: 'launcher', env }], containers: [{ name: 'processor' }] };
}

export const uid = '0b8e2d1c-8f1b-4f2e-9a46-2c3d4e5f6a7b';

export interface JobSample {
  readonly name?: string;
  readonly uid?: string;
  readonly labels?: Record<string, string>;
  readonly settings?: Partial<LaunchSettings>;
  readonly status?: V1JobStatus;
  readonly deletionTimestamp?: string;
  readonly spec?: object;
}

/** A Job as KEDA makes it, as JSON has it: times are text. */
export function keda({ name = 'resize-x7k2p', settings: own = {}, status = {}, labels = {}, spec = {}, ...more }: JobSample = {}): V1Job {
  const metadata = {
    name,
    namespace: 'media',
    uid: more.uid ?? uid,
    labels: { 'event-jobs.goci.io/entry': 'resize', ...labels },
    ...deleted(more),
  };
  return { metadata, spec: { template: { spec: podSpec(own) }, ...spec }, status } as V1Job;
}

/** A processor's own Job, as a launcher makes it with the runner `job`. */
export function processors({ name = `resize-${uid}`, labels = {}, status = {}, ...more }: JobSample = {}): V1Job {
  const own = { 'event-jobs.goci.io/entry': 'resize', 'event-jobs.goci.io/launcher': uid, ...labels };
  const metadata = { name, namespace: 'media', uid: more.uid ?? 'p', labels: own, ...deleted(more) };
  return { metadata, spec: { template: { spec: { containers: [{ name: 'processor' }] } } }, status } as V1Job;
}

function deleted({ deletionTimestamp }: JobSample): object {
  return deletionTimestamp === undefined ? {} : { deletionTimestamp };
}

export function condition(type: string, reason = '', message = '', time = '2026-01-02T03:04:05Z') {
  return { type, status: 'True', reason, message, lastTransitionTime: time as unknown as Date };
}

export const failed: V1JobStatus = {
  failed: 6,
  conditions: [condition('Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit')],
};
