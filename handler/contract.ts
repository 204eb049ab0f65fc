/**
 * What both halves of the product share: the generator writes it into manifests, the launcher reads it back, processors and operators
 * rely on it. Anything here is part of the public contract; the README's tables are tested against it.
 */
import type { FromSchema } from 'json-schema-to-ts';

/** Domain of the project's own labels and annotations. */
export const domain = 'event-jobs.goci.io';

export const labels = {
  /** On ScaledJobs, their Jobs, pods and Secrets: the entry's jobName. */
  entry: `${domain}/entry`,
  managedBy: 'app.kubernetes.io/managed-by',
  /** On a processor's own Job: the UID of the launcher's Job that made it. Together they are one piece of work. */
  launcher: `${domain}/launcher`,
} as const;

/** KEDA's label of the Jobs that it counts under a ScaledJob's maxReplicaCount and whose history it limits. */
export const kedaLabel = 'scaledjob.keda.sh/name';

export const managedBy = 'kubernetes-event-jobs';

export const annotations = {
  /** On a Secret and on a processor's Job: the random id of the pull that made it, so that a launcher recognises its own after a lost answer. */
  pull: `${domain}/pull`,
} as const;

/** KEDA's, on a ScaledJob: `true` keeps it from making Jobs. */
export const pausedAnnotation = 'autoscaling.keda.sh/paused';

/** On a ScaledJob, `true`: its entry is gone from the ConfigMap, and it only waits for its Jobs to end. */
export const drainingAnnotation = `${domain}/draining`;

/** `handover` is the main container of a launcher's Job whose processor runs in a Job of its own. */
export const containers = { launcher: 'launcher', processor: 'processor', handover: 'handover' } as const;

/** The launcher's volumes; no other container mounts the last two. */
export const volumes = { event: 'event', token: 'token', broker: 'broker' } as const;

/** Where a processor runs: in the launcher's own pod, or in a Job of its own. */
export const runners = ['exec', 'job'] as const;

/** When a message is acknowledged: once it is kept in its Secret, or once its processor has succeeded. */
export const acknowledgements = ['dispatch', 'completion'] as const;

/** The in-memory volume between launcher and processor, at the same path in both. */
export const volume = {
  path: '/event',
  handover: '/event/handover',
  outcome: '/event/outcome',
  message: '/event/message',
} as const;

/** Environment variables of the launcher's container, set by the manifests. Credentials come by reference to a Secret. */
export const launcherEnvironment = {
  settings: 'EVENT_JOBS_SETTINGS',
  jobName: 'EVENT_JOBS_JOB_NAME',
  jobUid: 'EVENT_JOBS_JOB_UID',
  /** Only in a batch: which of the Job's messages this pod pulls, from 0. */
  jobIndex: 'EVENT_JOBS_JOB_INDEX',
  /** Only with `completion`, where the launcher reads how its pod's processor ended. */
  podName: 'EVENT_JOBS_POD_NAME',
  namespace: 'POD_NAMESPACE',
  amqpUsername: 'AMQP_USERNAME',
  amqpPassword: 'AMQP_PASSWORD',
} as const;

/** With TLS: the files of the broker's Secret, in the launcher only. The certificate and its key make the login (SASL EXTERNAL) where there is no password. */
export const brokerFiles = { path: '/var/run/secrets/event-jobs/broker', ca: 'ca.crt', certificate: 'tls.crt', key: 'tls.key' } as const;

/** What a pod's start may take beside its launcher's own deadline, in seconds. */
export const startAllowance = 60;

/** With `completion`: where the launcher listens once its outcome is left, for its startup probe. */
export const startedPort = 8086;

/** The variables that a processor finds beside the entry's and the message's. The first four are the predecessor's. */
export const contractVariables = ['ISSUER', 'TARGET', 'MESSAGE', 'CHECKSUM', 'MESSAGE_FILE', 'MESSAGE_ID', 'TRACEPARENT'] as const;

/** What the variables of a CloudEvent's attributes begin with. */
export const cloudEventPrefix = 'CE_';

/** Those of the attributes that CloudEvents 1.0 names; an extension's is made the same way. */
export const cloudEventVariables = [
  'CE_ID',
  'CE_SOURCE',
  'CE_SPECVERSION',
  'CE_TYPE',
  'CE_DATACONTENTTYPE',
  'CE_DATASCHEMA',
  'CE_SUBJECT',
  'CE_TIME',
] as const;

/**
 * Names, and prefixes ending in `*`, that a message must not set: they change what the processor's loader, shell or language runtime
 * executes, or pretend to be the platform's own. Whoever may publish to a queue must not gain code execution by it.
 */
export const refusedVariables = [
  'LD_*',
  'GLIBC_TUNABLES',
  'GCONV_PATH',
  'PATH',
  'HOME',
  'HOSTNAME',
  'IFS',
  'ENV',
  'BASH_ENV',
  'BASH_FUNC_*',
  'BASHOPTS',
  'SHELLOPTS',
  'PS4',
  'PROMPT_COMMAND',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_EXTRA_CA_CERTS',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'PYTHON*',
  'PERL5*',
  'PERLLIB',
  'RUBYOPT',
  'RUBYLIB',
  'CLASSPATH',
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  '_JAVA_OPTIONS',
  'DOTNET_*',
  'COMPlus_*',
  'GIT_*',
  'SSL_CERT_*',
  'KUBERNETES_*',
  'EVENT_JOBS_*',
  'event-jobs.*',
] as const;

/** The Secret's key for what a redrive needs: acknowledge mode, properties, headers, exchange, routing key, time pulled. */
export const originKey = 'event-jobs.origin';

/** What the kernel allows for one `NAME=value` of a process's environment, without its NUL (MAX_ARG_STRLEN - 1), in bytes. */
export const variableLimit = 131_071;

/** What all variables of a message may take together (half of execve's usual limit of a quarter of the stack), in bytes. */
export const environmentLimit = 1_048_576;

/** What the values of one Secret may take together, in bytes: MaxSecretSize of the API server. */
export const secretLimit = 1_048_576;

/** What Node needs by itself, in bytes: with less it spends its time collecting garbage. */
export const leastMemory = 96 * 1024 * 1024;

/** What a message that is worked on may take of a launcher's memory, in bytes: some ten times its size, as it comes, decoded, parsed, written, and in the in-memory volume. */
export function launcherMemory(maxMessage: number): number {
  return leastMemory + 10 * maxMessage;
}

/** The dialects of a contentSchema by their `$schema`; without one it is of the first. */
export const contentSchemaDialects = {
  draft2020: 'https://json-schema.org/draft/2020-12/schema',
  draft07: 'http://json-schema.org/draft-07/schema',
} as const;

/** ajv's options for a contentSchema: generator and launcher take the same schemas, and take them the same way. Formats are notes to a reader. */
export const contentSchemaOptions = {
  strict: true,
  strictRequired: false,
  strictTuples: false,
  allowUnionTypes: true,
  strictTypes: false,
  validateFormats: false,
  logger: false,
} as const;

/** Of a contentSchema: the dialect it is of, if a launcher reads that. */
export function contentSchemaDialect(schema: object | boolean): keyof typeof contentSchemaDialects | undefined {
  const { $schema = contentSchemaDialects.draft2020 } = schema as { $schema?: unknown };
  const plain = String($schema).replace(/#$/, '');
  return plain === contentSchemaDialects.draft2020 ? 'draft2020' : plain === contentSchemaDialects.draft07 ? 'draft07' : undefined;
}

/**
 * Exit codes of the launcher and the hand-over program. The permanent ones say that another try of the same Job cannot help and that
 * the Job holds no message; the manifests' podFailurePolicy fails the Job on them at once.
 */
export const exitCodes = {
  done: { code: 0, permanent: false, meaning: 'the processor may run, the queue was empty, or the message was dead-lettered' },
  settings: {
    code: 64,
    permanent: true,
    meaning:
      "the launch settings are missing, malformed or of a version that this launcher does not read, or the broker's Secret is incomplete",
  },
  brokerRefused: {
    code: 65,
    permanent: true,
    meaning: 'the broker refused the credentials, the virtual host or a right on the queue, or one side of TLS does not trust the other',
  },
  queueMissing: { code: 66, permanent: true, meaning: "the queue, or the dead letters' exchange, does not exist" },
  clusterRefused: {
    code: 67,
    permanent: true,
    meaning:
      "the API server refused to create the Secret or the processor's Job (rights, quota, admission); the message is back in the queue",
  },
  internal: { code: 70, permanent: false, meaning: 'a fault of the launcher itself; the log has the stack' },
  transient: {
    code: 75,
    permanent: false,
    meaning:
      'broker or API server not reached inside the deadline, a right to read or to delete missing, a dead letter that no queue took, or stopped before the message was settled; it stays in the queue, or is back there',
  },
  noOutcome: { code: 125, permanent: false, meaning: 'hand-over: the outcome is missing, torn or unreadable' },
  notExecutable: { code: 126, permanent: false, meaning: "hand-over: the entry's command exists but cannot be executed" },
  notFound: { code: 127, permanent: false, meaning: "hand-over: the entry's command was not found in the image" },
} as const;

export const issuer = 'goci/kubernetes-event-job';

/** Version of the launch settings; a launcher says so when it meets one that it does not read. */
export const settingsVersion = 1;

/** What the generator tells the launcher about its entry. */
export const launchSettingsSchema = {
  type: 'object',
  additionalProperties: false,
  required: [
    'version',
    'jobName',
    'runner',
    'acknowledge',
    'queue',
    'broker',
    'deadLetter',
    'environment',
    'messageEnvironment',
    'retries',
    'timeout',
    'deadline',
    'deliveryLimit',
    'maxMessage',
    'issuer',
  ],
  properties: {
    version: { const: settingsVersion },
    jobName: { type: 'string', minLength: 1 },
    queue: { type: 'string', minLength: 1 },
    runner: { enum: runners },
    acknowledge: { enum: acknowledgements },
    broker: {
      description: 'Tried in this order.',
      type: 'object',
      additionalProperties: false,
      required: ['hosts', 'vhost', 'tls'],
      properties: {
        hosts: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['host', 'port'],
            properties: { host: { type: 'string', minLength: 1 }, port: { type: 'integer', minimum: 1, maximum: 65_535 } },
          },
        },
        vhost: { type: 'string', minLength: 1 },
        tls: { type: 'boolean' },
      },
    },
    deadLetter: {
      description:
        'Where bad messages go. The empty exchange is the default one: routingKey then is the name of a queue, declared when missing.',
      type: 'object',
      additionalProperties: false,
      required: ['exchange', 'routingKey'],
      properties: { exchange: { type: 'string' }, routingKey: { type: 'string' } },
    },
    environment: {
      description: 'The names that the entry sets itself; they win over the message.',
      type: 'array',
      items: { type: 'string' },
    },
    messageEnvironment: {
      description: "Which of a message's own variables reach the processor: names, and prefixes ending in `*`.",
      type: 'object',
      additionalProperties: false,
      required: ['allow', 'encoding'],
      properties: {
        allow: { type: 'array', items: { type: 'string', minLength: 1 } },
        encoding: { description: 'Of their values; base64 is what the predecessor asked of its producers.', enum: ['plain', 'base64'] },
      },
    },
    contentSchema: { description: 'A JSON Schema that the content must fit.', anyOf: [{ type: 'object' }, { type: 'boolean' }] },
    processorJob: {
      description: "With runner `job`: what the processor's Job is made of, but for its name, owner and variables of the message.",
      type: 'object',
      additionalProperties: false,
      required: ['labels', 'spec'],
      properties: {
        labels: { type: 'object', additionalProperties: { type: 'string' }, required: [] },
        spec: { type: 'object', required: [] },
      },
    },
    retries: { description: 'With `completion`: how often a failed message is delivered again.', type: 'integer', minimum: 0 },
    cap: { description: 'How many Jobs of the entry may work at once; absent: any number.', type: 'integer', minimum: 1 },
    timeout: { description: 'How long one message may take, all its tries together, in seconds.', type: 'integer', minimum: 1 },
    rounds: {
      description: "Of a batch: how many of its messages one after the other the Job's time, so many timeouts, is for; absent: one.",
      type: 'integer',
      minimum: 1,
    },
    deadline: { description: 'For how long broker and API server are tried again, in seconds.', type: 'integer', minimum: 1 },
    deliveryLimit: { description: "The queue's own delivery-limit.", type: 'integer', minimum: 3 },
    maxMessage: { description: 'A larger message is dead-lettered undecoded, in bytes.', type: 'integer', minimum: 1 },
    issuer: { type: 'string', minLength: 1 },
  },
} as const;

export type LaunchSettings = FromSchema<typeof launchSettingsSchema>;

/**
 * One line of JSON, decoded by settings.ts. Kubernetes expands `$(NAME)` and `$$` in a variable's value; JSON can say a dollar sign
 * without one.
 */
export function encodeLaunchSettings(settings: LaunchSettings): string {
  return JSON.stringify(settings).replaceAll('$', '\\u0024');
}

/** TARGET, also the name of the message's Secret. The uuid is the Job's UID; in a batch, one made of that and the pod's index. */
export function target(jobName: string, uuid: string): string {
  return `${jobName}-${uuid}`;
}

/** Whether a name is covered by a list of names and of prefixes ending in `*`; the entry of the list that covers it, if any. */
export function coveredBy(name: string, patterns: readonly string[]): string | undefined {
  return patterns.find((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}
