import { brokerFiles, containers, launcherEnvironment, startAllowance, startedPort, volume, volumes } from '../../handler/contract.ts';
import type { EventJob } from '../entry/eventJob.ts';
import { canonicalResources } from '../entry/resources.ts';
import { brokerKeys } from './brokerKeys.ts';
import type { Context } from './context.ts';
import { launcherDeadline, launchSettings } from './launchSettings.ts';
import { ownContext } from './security.ts';

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The init container that pulls the message; with completion a sidecar, which stays until the processor has ended. Its limits are its
 * own, so that a small processor does not slow its start.
 */
export function launcher(job: EventJob, context: Context): object {
  return {
    name: containers.launcher,
    image: context.settings.launcherImage,
    ...(job.acknowledge === 'completion' && { restartPolicy: 'Always', startupProbe }),
    env: environment(job, context),
    resources: canonicalResources(job.launcher.resources),
    volumeMounts: [
      { name: volumes.event, mountPath: volume.path },
      { name: volumes.token, mountPath: tokenPath, readOnly: true },
      ...(job.broker.tls ? [{ name: volumes.broker, mountPath: brokerFiles.path, readOnly: true }] : []),
    ],
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: ownContext,
  };
}

/**
 * Passes once the outcome is left, so that the pod is Pending until then, as KEDA counts; allows longer than the launcher's own deadline.
 */
const startupProbe = { tcpSocket: { port: startedPort }, periodSeconds: 1, failureThreshold: launcherDeadline + startAllowance };

function environment(job: EventJob, context: Context): object[] {
  const { settings, jobName, jobUid, jobIndex, podName, namespace, amqpUsername, amqpPassword } = launcherEnvironment;
  const { secret, tls } = job.broker;
  // A client certificate may be the login.
  const credential = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key, ...(tls && { optional: true }) } },
  });
  return [
    { name: settings, value: launchSettings(job, context) },
    field(jobName, "metadata.labels['batch.kubernetes.io/job-name']"),
    field(jobUid, "metadata.labels['batch.kubernetes.io/controller-uid']"),
    ...(job.batch ? [field(jobIndex, "metadata.annotations['batch.kubernetes.io/job-completion-index']")] : []),
    ...(job.acknowledge === 'completion' ? [field(podName, 'metadata.name')] : []),
    field(namespace, 'metadata.namespace'),
    credential(amqpUsername, brokerKeys.username),
    credential(amqpPassword, brokerKeys.password),
  ];
}

function field(name: string, fieldPath: string): object {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

/** The launcher's, in the order of its mounts. */
export function launcherVolumes({ broker }: EventJob): object[] {
  return [{ name: volumes.event, emptyDir: { medium: 'Memory' } }, tokenVolume(), ...(broker.tls ? [brokerVolume(broker.secret)] : [])];
}

/** What automounting would mount, but for the launcher alone. */
function tokenVolume(): object {
  return {
    name: volumes.token,
    projected: {
      sources: [
        { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  };
}

/** Optional: without a CA the system's are trusted, without a certificate the login is by password. */
function brokerVolume(secretName: string): object {
  const keys = [brokerFiles.ca, brokerFiles.certificate, brokerFiles.key];
  return { name: volumes.broker, secret: { secretName, items: keys.map((key) => ({ key, path: key })), optional: true } };
}
