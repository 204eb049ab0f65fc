import type { FromSchema } from 'json-schema-to-ts';
import { acknowledgements, runners } from '../../handler/contract.ts';
import { batchSchema } from './batch.ts';
import { brokerSchema, defaultBrokerSecret } from './broker.ts';
import { environmentSchema } from './environment.ts';
import { registryPattern, tagPattern } from './image.ts';
import { labelsSchema } from './labels.ts';
import { launcherSchema } from './launcherShare.ts';
import { messageEnvironmentSchema } from './messageEnvironment.ts';
import { dnsLabelPattern, dnsSubdomainPattern, jobNameLimits, nameLimit } from './names.ts';
import { defaultResources, resourcesSchema } from './resources.ts';
import { flag, queueName, shortString, whole, words } from './scalars.ts';

const exchangeName = { type: 'string', maxBytes: shortString, allowed: `text of at most ${shortString} bytes` } as const;

const history = {
  anyOf: [whole(0), { const: 'all' }],
  allowed: `${whole(0).allowed}, or all`,
} as const;

/**
 * A queue entry: the one place that says what it may hold. Beside JSON Schema's own keywords: `allowed` (what a fault tells the user),
 * and the rules of keywords.ts.
 */
export const entrySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['jobName', 'image'],
  allowed: 'a map with at least jobName and image',
  properties: {
    jobName: {
      description: 'Name of the ScaledJob, and what the names of its Jobs begin with.',
      type: 'string',
      pattern: dnsSubdomainPattern,
      maxLength: jobNameLimits.exec,
      allowed: `a DNS subdomain (lower-case letters, digits, - and .) of at most ${jobNameLimits.exec} characters`,
    },
    image: {
      description: 'Image of the processor; a tag or digest in it is kept.',
      type: 'string',
      image: true,
      allowed: 'an image reference such as team/invoices, invoices:1.2 or invoices@sha256:...',
    },
    imageVersion: {
      description: "The image's tag.",
      type: 'string',
      pattern: tagPattern,
      allowed: 'a tag of up to 128 letters, digits, _, . and -',
    },
    registry: {
      description: "Where the image comes from; empty for the container runtime's default.",
      type: 'string',
      pattern: registryPattern,
      allowed: 'HOST[:PORT][/PATH], or empty',
    },
    parallelism: {
      description: 'How many messages of this queue are worked on at once, at most.',
      anyOf: [whole(1), { const: 'unlimited' }],
      allowed: `${whole(1).allowed}, or unlimited`,
    },
    timeout: { description: 'How long one message may take in seconds, all its tries together.', ...whole(1) },
    interval: { description: 'How often KEDA looks at the queue, in seconds.', ...whole(1) },
    environment: environmentSchema,
    resources: resourcesSchema,
    namespace: {
      description: 'Where the Jobs run.',
      type: 'string',
      pattern: dnsLabelPattern,
      maxLength: 63,
      allowed: 'a DNS label (lower-case letters, digits and -) of at most 63 characters',
    },
    labels: labelsSchema,
    serviceAccount: {
      description: "The processor's ServiceAccount.",
      type: 'string',
      pattern: dnsSubdomainPattern,
      maxLength: nameLimit,
      allowed: "a ServiceAccount's name",
    },
    runner: {
      description: 'Where the image runs: with exec in the pod that pulled the message, with job in a Job of its own.',
      enum: runners,
      allowed: runners.join(' or '),
    },
    acknowledge: {
      description: 'When the broker may forget the message: at dispatch, once it is kept in its Secret, or at completion of its work.',
      enum: acknowledgements,
      allowed: acknowledgements.join(' or '),
    },
    command: {
      description: "What runs in the image, as an exec form: no shell unless it names one. Without it the image's own entrypoint runs.",
      ...words,
      minItems: 1,
      allowed: 'a list of at least one text',
    },
    args: { description: 'Appended to the command.', ...words },
    queue: { description: "The queue's name, where it cannot be the ConfigMap's key.", ...queueName },
    vhost: {
      description: 'The virtual host of the queue.',
      type: 'string',
      minLength: 1,
      pattern: '^[^\\u0000-\\u001f\\u007f]+$',
      maxBytes: shortString,
      allowed: `a virtual host's name: 1 to ${shortString} bytes without control characters`,
    },
    retries: { description: 'How often failed work is tried again.', ...whole(0) },
    deliveryLimit: { description: "The queue's own delivery-limit, which AMQP does not tell.", ...whole(3) },
    keep: {
      description: 'How many finished Jobs stay, and for how long. A failed Job that goes takes its message along.',
      type: 'object',
      additionalProperties: false,
      properties: { successful: history, failed: history, seconds: whole(0) },
      allowed: 'a map of successful, failed and seconds',
    },
    paused: { description: 'Whether KEDA starts no Jobs.', ...flag },
    deadLetter: {
      description: 'Where messages go that no processor can work on: a queue, or an exchange with a routing key.',
      anyOf: [
        queueName,
        {
          type: 'object',
          additionalProperties: false,
          required: ['exchange', 'routingKey'],
          properties: { exchange: exchangeName, routingKey: exchangeName },
        },
      ],
      allowed: "a queue's name, or {exchange, routingKey}",
    },
    messageEnvironment: messageEnvironmentSchema,
    contentSchema: {
      description:
        'A JSON Schema (2020-12, or draft-07 where it says so) that the content of a message must fit; else it is dead-lettered.',
      type: ['object', 'boolean'],
      required: [],
      allowed: 'a JSON Schema',
    },
    launcher: launcherSchema,
    consumerTimeout: { description: "The broker's consumer_timeout in seconds, which bounds `timeout` with completion.", ...whole(1) },
    batch: batchSchema,
    broker: brokerSchema,
    mesh: { description: 'Whether service meshes may put their proxy into the pods.', ...flag },
    template: {
      description: "A strategic merge patch over the processor's pod template: nodeSelector, tolerations, volumes, securityContext, ...",
      type: 'object',
      required: [],
      allowed: 'a map of metadata and spec, as of a pod template',
    },
  },
} as const;

export type Entry = FromSchema<typeof entrySchema>;

/**
 * What an entry that says nothing gets. `queue`, `namespace`, `registry` and `deadLetter` follow from the key and the settings, `runner`
 * from command and serviceAccount.
 */
export const defaults = {
  imageVersion: 'latest',
  parallelism: 10,
  timeout: 3600,
  interval: 60,
  environment: {},
  resources: defaultResources,
  labels: {},
  acknowledge: 'dispatch',
  args: [],
  vhost: '/',
  retries: 5,
  deliveryLimit: 20,
  keep: { successful: 10, failed: 'all' },
  paused: false,
  messageEnvironment: true,
  launcher: {},
  consumerTimeout: 1800,
  broker: defaultBrokerSecret,
  mesh: false,
  template: {},
} as const satisfies Partial<Entry>;

/** With completion the broker owns the message: nothing is lost with a failed Job, and RabbitMQ takes it back after half an hour. */
export const completionDefaults = {
  timeout: 1500,
  keep: { successful: 10, failed: 100, seconds: 21_600 },
} as const satisfies Partial<Entry>;

/** Keys of the design whose time has not come: said so instead of called unknown. */
export const laterKeys: Readonly<Record<string, string>> = {
  breaker: 'needs the controller, which this version does not have yet',
};
