import type { FromSchema } from 'json-schema-to-ts';
import { environmentSchema } from './environment.ts';
import { registryPattern, tagPattern } from './image.ts';
import { labelsSchema } from './labels.ts';
import { dnsLabelPattern, dnsSubdomainPattern, jobNameLimit } from './names.ts';
import { defaultResources, resourcesSchema } from './resources.ts';

const int32 = 2 ** 31 - 1;

/** For those who want no bound: the largest number that the field can hold. */
export const unbounded = int32;

/** RabbitMQ's short string, in bytes of UTF-8. */
const shortString = 255;

function whole<const Least extends number>(minimum: Least) {
  return { type: 'integer', minimum, maximum: int32, allowed: `a whole number from ${minimum} to ${int32}` } as const;
}

const queueName = {
  type: 'string',
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
  maxBytes: shortString,
  allowed: `a queue's name: 1 to ${shortString} bytes without control characters`,
} as const;

const exchangeName = { type: 'string', maxBytes: shortString, allowed: `text of at most ${shortString} bytes` } as const;

const words = {
  type: 'array',
  items: { type: 'string', pattern: '^[^\\u0000]*$', allowed: 'text without NUL' },
  allowed: 'a list of texts',
} as const;

const history = {
  anyOf: [whole(0), { const: 'all' }],
  allowed: `a whole number from 0 to ${int32}, or all`,
} as const;

/**
 * A queue entry: the one place that says what it may hold. Beside JSON Schema's own keywords: `allowed` (what a fault tells the user),
 * and the rules of validate.ts.
 */
export const entrySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['jobName', 'image', 'command'],
  allowed: 'a map with at least jobName, image and command',
  properties: {
    jobName: {
      description: 'Name of the ScaledJob, and what the names of its Jobs begin with.',
      type: 'string',
      pattern: dnsSubdomainPattern,
      maxLength: jobNameLimit,
      allowed: `a DNS subdomain (lower-case letters, digits, - and .) of at most ${jobNameLimit} characters`,
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
      allowed: `a whole number from 1 to ${int32}, or unlimited`,
    },
    timeout: { description: "A Job's time in seconds, all tries together.", ...whole(1) },
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
    command: {
      description: 'What runs in the image, as an exec form: no shell unless it names one.',
      ...words,
      minItems: 1,
      allowed: 'a list of at least one text',
    },
    args: { description: 'Appended to the command.', ...words },
    queue: { description: "The queue's name, where it cannot be the ConfigMap's key.", ...queueName },
    retries: { description: 'How often a failed pod is tried again.', ...whole(0) },
    keep: {
      description: 'How many finished Jobs stay, and for how long. A failed Job that goes takes its message along.',
      type: 'object',
      additionalProperties: false,
      properties: { successful: history, failed: history, seconds: whole(0) },
      allowed: 'a map of successful, failed and seconds',
    },
    paused: { description: 'Whether KEDA starts no Jobs.', type: 'boolean', allowed: 'true or false' },
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
  },
} as const;

export type Entry = FromSchema<typeof entrySchema>;

/** What an entry that says nothing gets. `queue`, `namespace`, `registry` and `deadLetter` follow from the key and the settings. */
export const defaults = {
  imageVersion: 'latest',
  parallelism: 10,
  timeout: 3600,
  interval: 60,
  environment: {},
  resources: defaultResources,
  labels: {},
  args: [],
  retries: 5,
  keep: { successful: 10, failed: 'all' },
  paused: false,
} as const satisfies Partial<Entry>;

/** Keys of the design whose time has not come: said so instead of called unknown. */
export const laterKeys: Readonly<Record<string, string>> = {
  serviceAccount: 'needs the job runner, which this version does not have yet',
  ...Object.fromEntries(
    [
      ...['runner', 'acknowledge', 'vhost', 'deliveryLimit', 'messageEnvironment', 'contentSchema', 'launcher'],
      ...['consumerTimeout', 'batch', 'breaker', 'broker', 'mesh', 'template'],
    ].map((key) => [key, 'is something that this version does not support yet']),
  ),
};

/** What to say where a key is missing, beyond what it must be. */
export const whyRequired: Readonly<Record<string, string>> = {
  command: 'an entry without a command needs the job runner, which this version does not have yet',
};
