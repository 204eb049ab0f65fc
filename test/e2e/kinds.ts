import type { Entry } from './namespace.ts';
import { nodeProcessor } from './processor.ts';

interface Kind {
  entry: Entry;
  /** Whether a message is published and its Job awaited; else KEDA takes over the ScaledJob and makes no Job. */
  runs: boolean;
}

const entry = (jobName: string, keys: Record<string, unknown> = {}): Entry => ({ ...nodeProcessor('0'), jobName, interval: 1, ...keys });

const runs = (jobName: string, keys?: Record<string, unknown>): Kind => ({ runs: true, entry: entry(jobName, keys) });
const rests = (jobName: string, keys?: Record<string, unknown>): Kind => ({
  runs: false,
  entry: entry(jobName, { paused: true, ...keys }),
});

/** Quantities that are not canonical as written. */
const resources = { requests: { cpu: '0.01', memory: '57344Ki' }, limits: { cpu: 1, memory: '1024Mi' } };

const environment = [
  { name: 'EMPTY', value: '' },
  { name: 'PLAIN', value: 'x' },
  { name: 'SECRET', valueFrom: { secretKeyRef: { name: 'event-jobs-broker', key: 'AMQP_USERNAME' } } },
  { name: 'OPTIONAL', valueFrom: { configMapKeyRef: { name: 'none', key: 'none', optional: true } } },
  { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  { name: 'LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
];

/** What KEDA's types and its definition would add to, leave out of or rewrite in a pod template, were it not written their way already. */
const template = {
  metadata: { annotations: { team: 'e2e' }, labels: {} },
  spec: {
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 }],
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['fast'] }] } },
        ],
      },
    },
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: {} }],
    terminationGracePeriodSeconds: 5,
    hostAliases: [],
    securityContext: { fsGroup: 0, sysctls: [] },
    volumes: [
      { name: 'cache', emptyDir: { sizeLimit: '0.5Gi' } },
      { name: 'scratch', emptyDir: {} },
      { name: 'absent', configMap: { name: 'none', optional: true } },
      {
        name: 'pod',
        downwardAPI: {
          items: [{ path: 'limit', resourceFieldRef: { containerName: 'processor', resource: 'limits.cpu', divisor: '0.001' } }],
        },
      },
    ],
    containers: [
      {
        name: 'processor',
        ports: [{ containerPort: 8080 }],
        env: [
          { name: 'NONE', value: '' },
          { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
        ],
        volumeMounts: [
          { name: 'cache', mountPath: '/cache', readOnly: false },
          { name: 'pod', mountPath: '/pod' },
        ],
        securityContext: { allowPrivilegeEscalation: false, capabilities: { add: [], drop: ['ALL'] } },
      },
    ],
  },
};

/** An entry for every form that manifests can take; a new key belongs here as soon as it has one. */
export const kinds: readonly Kind[] = [
  runs('plain'),
  runs('full', {
    parallelism: 3,
    timeout: 100,
    retries: 1,
    environment,
    resources,
    labels: { team: 'e2e' },
    keep: { successful: 5, failed: 5, seconds: 600 },
    deadLetter: 'full.rejected',
    messageEnvironment: { allow: ['A', 'B_*'], encoding: 'base64' },
    launcher: { maxMessage: '1024Ki', resources: { requests: { cpu: '0.01' } } },
    mesh: true,
  }),
  runs('patched', { template, environment: { A: '1', B: '' } }),
  rests('unbounded', { parallelism: 'unlimited', deadLetter: { exchange: 'dead', routingKey: 'letters' }, messageEnvironment: false }),
  rests('elsewhere', { vhost: '/orders', broker: { secret: 'cloud', hosts: ['one.example.com', 'two.example.com:5673'], tls: true } }),
  runs('checked', { contentSchema: { type: 'string' } }),
  runs('completion', { acknowledge: 'completion', environment }),
  rests('batch', { batch: { size: 4, parallelism: 2 }, retries: 2 }),
  runs('job', { runner: 'job', serviceAccount: 'default', environment, resources, template }),
  runs('job-completion', { runner: 'job', acknowledge: 'completion' }),
  rests('job-batch', { runner: 'job', acknowledge: 'completion', batch: { size: 3 } }),
];
