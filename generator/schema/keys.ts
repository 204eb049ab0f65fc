import { refusedVariables } from '../../handler/contract.ts';
import { completionDefaults, defaults, type Entry, entrySchema } from '../entry/entry.ts';
import { defaultDeadLetter } from '../entry/eventJob.ts';
import { defaultMaxMessage } from '../entry/launcherShare.ts';

export type Key = keyof Entry;

interface Told {
  examples: readonly unknown[];
  /** The default in words, where it is no value, or not always the same one. */
  usually?: string;
  /** What is worth to be known beyond the schema's own description. */
  more?: string;
}

/** What a reader wants to know of a key that its schema does not say. */
const told: Record<Key, Told> = {
  jobName: { examples: ['invoice-mailer'] },
  image: { examples: ['team/invoices', 'registry.example.com/team/invoices:1.2'] },
  imageVersion: { examples: ['1.2.0'] },
  registry: { examples: ['registry.example.com/team'], usually: 'the setting --docker-registry (DOCKER_REGISTRY)' },
  command: { examples: [['/app/run'], ['sh', '-c', 'echo "$MESSAGE"']], usually: "none: the image's own entrypoint" },
  args: { examples: [['--verbose']] },
  parallelism: { examples: [5, 'unlimited'] },
  timeout: { examples: [600], usually: `${defaults.timeout}; with completion ${completionDefaults.timeout}` },
  interval: { examples: [15] },
  retries: { examples: [2] },
  environment: {
    examples: [{ MAIL_FROM: 'billing@example.com' }, [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'mail', key: 'token' } } }]],
  },
  resources: { examples: [{ requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } }] },
  labels: { examples: [{ team: 'billing' }] },
  namespace: { examples: ['billing'], usually: 'the setting --kubernetes-job-scope (KUBERNETES_JOB_SCOPE)' },
  serviceAccount: { examples: ['invoices'], usually: "none: the namespace's own" },
  runner: { examples: ['job'], usually: 'exec with a command and no serviceAccount, else job' },
  acknowledge: { examples: ['completion'] },
  queue: { examples: ['invoices/eu'], usually: "the ConfigMap's key" },
  vhost: { examples: ['billing'] },
  deliveryLimit: { examples: [50] },
  consumerTimeout: { examples: [7200] },
  keep: {
    examples: [{ successful: 5, failed: 100, seconds: 86_400 }],
    usually: `${spoken(defaults.keep)}; with completion ${spoken(completionDefaults.keep)}`,
  },
  paused: { examples: [true] },
  deadLetter: { examples: ['invoices.failed', { exchange: 'dead', routingKey: 'invoices' }], usually: defaultDeadLetter('QUEUE') },
  messageEnvironment: {
    examples: [[], ['LOCALE', 'TRACE_*'], { allow: ['LOCALE'], encoding: 'base64' }],
    more: `Whatever is allowed, no message may set a variable of the contract, nor ${refusedVariables.join(', ')}.`,
  },
  contentSchema: { examples: [{ type: 'object', required: ['invoice'] }], usually: 'none: any content' },
  batch: { examples: [{ size: 10 }, { size: 10, parallelism: 5 }], usually: 'none: one message to a Job; parallelism is the size' },
  launcher: {
    examples: [{ maxMessage: '32Mi' }],
    usually: `requests of 10m CPU and 64Mi, a memory limit by maxMessage, which is ${defaultMaxMessage}`,
  },
  broker: { examples: ['billing-broker', { secret: 'billing-broker', hosts: ['rabbitmq.billing.svc:5671'], tls: true }] },
  mesh: { examples: [true] },
  template: { examples: [{ spec: { nodeSelector: { disk: 'ssd' } } }] },
};

function spoken(map: object): string {
  return Object.entries(map)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

export interface KeyDocumentation {
  description: string;
  examples: readonly unknown[];
  /** Absent where it depends on something; then `usually` says on what. */
  default?: unknown;
  usually?: string | undefined;
}

/** Of one of the entry's keys. */
export function documentation(key: Key): KeyDocumentation {
  const { examples, usually, more } = told[key];
  const { description } = entrySchema.properties[key];
  const usual = usually === undefined && Object.hasOwn(defaults, key) ? { default: defaults[key as keyof typeof defaults] } : {};
  return { description: more === undefined ? description : `${description} ${more}`, examples, usually, ...usual };
}

export const keys = Object.keys(entrySchema.properties) as Key[];
