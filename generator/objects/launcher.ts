import { containers, encodeLaunchSettings, issuer, launcherEnvironment, settingsVersion, volume } from '../../handler/contract.ts';
import { unbounded } from '../entry/entry.ts';
import { variableNames } from '../entry/environment.ts';
import type { EventJob } from '../entry/eventJob.ts';
import type { Settings } from '../settings.ts';
import { brokerSecret } from './access.ts';

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The init container that pulls the message. Its limits are its own, so that a small processor does not slow its start. */
export function launcher(job: EventJob, settings: Settings): object {
  return {
    name: containers.launcher,
    image: settings.launcherImage,
    env: environment(job, settings),
    // The limit holds a message of maxMessage a few times over: raw, decoded, encoded, and in the in-memory volume.
    resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    volumeMounts: [
      { name: 'event', mountPath: volume.path },
      { name: 'token', mountPath: tokenPath, readOnly: true },
    ],
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

function environment(job: EventJob, settings: Settings): object[] {
  const { settings: launchSettings, jobName, jobUid, namespace, amqpHost, amqpPort, amqpUsername, amqpPassword } = launcherEnvironment;
  return [
    { name: launchSettings, value: encodedSettings(job) },
    { name: jobName, valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } } },
    { name: jobUid, valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/controller-uid']" } } },
    { name: namespace, valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    { name: amqpHost, value: settings.amqpHost },
    { name: amqpPort, value: String(settings.amqpPort) },
    { name: amqpUsername, valueFrom: { secretKeyRef: { name: brokerSecret.name, key: brokerSecret.username } } },
    { name: amqpPassword, valueFrom: { secretKeyRef: { name: brokerSecret.name, key: brokerSecret.password } } },
  ];
}

function encodedSettings(job: EventJob): string {
  return encodeLaunchSettings({
    version: settingsVersion,
    jobName: job.jobName,
    queue: job.queue,
    vhost: '/',
    deadLetter: job.deadLetter,
    environment: variableNames(job.environment),
    ...(job.parallelism < unbounded && { cap: job.parallelism }),
    timeout: job.timeout,
    deadline: 120,
    deliveryLimit: 20,
    maxMessage: 16 * 1024 * 1024,
    issuer,
  });
}

/** What automounting would mount, but for the launcher alone. */
export function tokenVolume(): object {
  return {
    name: 'token',
    projected: {
      sources: [
        { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  };
}
