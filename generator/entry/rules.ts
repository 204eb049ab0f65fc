import { startedPort } from '../../handler/contract.ts';
import type { Finding, Step } from '../fault.ts';
import { isPort } from '../host.ts';
import { deadlineOf, graceOf, roundsOf } from './deadline.ts';
import type { Entry } from './entry.ts';
import { defaultDeadLetter, type EventJob } from './eventJob.ts';
import { isImage, isPinned } from './image.ts';
import { leastLimit } from './launcherShare.ts';
import { dnsLabelPattern, jobNameLimits } from './names.ts';
import { parseQuantity } from './quantities.ts';
import { misfits } from './resources.ts';
import { shortString, unbounded } from './scalars.ts';

type Rule = (job: EventJob, entry: Entry) => Finding[];

/** What is wrong between the keys of one entry, although each by itself is fine. */
export function breaches(job: EventJob, entry: Entry): Finding[] {
  return rules.flatMap((rule) => rule(job, entry));
}

const rules: Rule[] = [image, runner, jobName, deadLetter, retries, timeout, batch, brokerPorts, launcherResources, launcherPort];

function image({ image, command }: EventJob, entry: Entry): Finding[] {
  return [
    ...when(!isImage(image), ['image'], `with its registry, ${image}, is no image reference`, 'registry: "" adds none'),
    ...when(command?.[0] === '', ['command', 0], 'is empty', 'it names what to run'),
    ...when(
      entry.imageVersion !== undefined && isPinned(entry.image),
      ['imageVersion'],
      `would be ignored: image ${entry.image} says its version itself`,
      'one of the two',
    ),
  ];
}

function runner({ runner, command, serviceAccount }: EventJob): Finding[] {
  if (runner === 'job') return [];
  return [
    ...when(command === undefined, ['runner'], "is exec, which needs a command: an image's own entrypoint is not known", 'runner: job'),
    ...when(
      serviceAccount !== undefined,
      ['serviceAccount'],
      "would be the launcher's too: with the runner exec both are in one pod",
      'runner: job, which gives the processor a pod of its own',
    ),
  ];
}

function jobName({ runner, batch, jobName }: EventJob): Finding[] {
  const limit = Math.min(jobNameLimits[runner], batch ? jobNameLimits.batch - String(batch.size - 1).length : Number.POSITIVE_INFINITY);
  const why = runner === 'job' ? 'with the runner job' : 'in a batch';
  return [
    ...when(
      jobName.length > limit,
      ['jobName'],
      `has ${jobName.length} characters`,
      `${why} it must have at most ${limit}: the names of its Jobs and pods are longer`,
    ),
    ...when(
      batch !== undefined && !new RegExp(dnsLabelPattern).test(jobName),
      ['jobName'],
      `${JSON.stringify(jobName)} is not valid in a batch`,
      'there it must be a DNS label: lower-case letters, digits and -',
    ),
  ];
}

function deadLetter({ deadLetter: { exchange, routingKey }, queue }: EventJob, entry: Entry): Finding[] {
  const usual = defaultDeadLetter(queue);
  const atDefault = exchange === '';
  return [
    ...when(
      atDefault && routingKey === queue,
      ['deadLetter'],
      'is the queue itself',
      'another queue: bad messages would come back for ever',
    ),
    ...when(atDefault && routingKey === '', ['deadLetter'], 'names neither an exchange nor a queue', "a queue's name, or an exchange's"),
    ...when(
      entry.deadLetter === undefined && Buffer.byteLength(usual) > shortString,
      ['deadLetter'],
      `is missing, and ${defaultDeadLetter('QUEUE')} would be longer than ${shortString} bytes`,
      'a shorter name',
      'key',
    ),
  ];
}

/** A message that comes too often is dead-lettered before the broker's own limit deletes it. */
function retries({ acknowledge, retries, deliveryLimit }: EventJob): Finding[] {
  const most = deliveryLimit - 5;
  return when(
    acknowledge === 'completion' && retries > most,
    ['retries'],
    `${retries} are too many redeliveries for the queue's deliveryLimit of ${deliveryLimit}`,
    `with completion at most deliveryLimit - 5: ${Math.max(most, 0)}`,
  );
}

function timeout(job: EventJob): Finding[] {
  const { acknowledge, consumerTimeout } = job;
  const most = deadlineOf(job) + (job.runner === 'exec' ? graceOf(job) : 0);
  return when(
    acknowledge === 'completion' && most >= consumerTimeout,
    ['timeout'],
    `with the grace period is ${most} s, and the broker takes an unacknowledged message back after consumerTimeout: ${consumerTimeout} s`,
    'a shorter timeout; or raise consumer_timeout at the broker and say so by consumerTimeout',
  );
}

function batch(job: EventJob): Finding[] {
  const { batch, parallelism } = job;
  if (batch === undefined) return [];
  return [
    ...when(
      batch.parallelism > batch.size,
      ['batch', 'parallelism'],
      `${batch.parallelism} is over the size, ${batch.size}`,
      'at most the size',
    ),
    ...when(
      batch.parallelism > parallelism,
      ['batch'],
      `one Job would work on ${batch.parallelism} messages at once, and parallelism is ${parallelism}`,
      'batch.parallelism (without it, batch.size) is at most parallelism',
    ),
    ...when(
      job.runner === 'job' && job.acknowledge === 'dispatch',
      ['batch'],
      'would start a processor for each of its messages at once, as with dispatch the runner job waits for none',
      'with a command and no serviceAccount (the runner exec), or with acknowledge: completion',
    ),
    ...when(
      deadlineOf(job) > unbounded,
      ['timeout'],
      `for each of ${roundsOf(job)} messages one after the other makes ${deadlineOf(job)} s for a Job`,
      `together at most ${unbounded} s`,
    ),
  ];
}

function brokerPorts(_: EventJob, { broker }: Entry): Finding[] {
  const hosts = typeof broker === 'object' ? (broker.hosts ?? []) : [];
  return hosts.flatMap((host, index) => {
    const port = /(?:^[^:]*|\]):(\d+)$/.exec(host)?.[1];
    return when(port !== undefined && !isPort(port), ['broker', 'hosts', index], `has the port ${port}`, 'ports are 1 to 65535');
  });
}

function launcherResources({ launcher: { resources, maxMessage } }: EventJob, { launcher: given }: Entry): Finding[] {
  const least = leastLimit(maxMessage);
  const nanos = (quantity: unknown) => parseQuantity(String(quantity))?.nanos ?? 0n;
  return [
    ...misfits(given?.resources ?? {}, resources).map(({ path, ...told }) => ({ ...told, path: ['launcher', 'resources', ...path] })),
    ...when(
      nanos(resources.limits?.memory ?? least) < nanos(least),
      ['launcher', 'resources', 'limits', 'memory'],
      'is too little for a message of maxMessage',
      `at least ${least}: 96Mi, and ten times launcher.maxMessage`,
    ),
  ];
}

function when(broken: boolean, path: Step[], problem: string, allowed: string, part: 'key' | 'value' = 'value'): Finding[] {
  return broken ? [{ path, part, problem, allowed }] : [];
}

/** The launcher that stays beside the processor is asked there whether it has started: no other launcher, and no processor, may answer. */
function launcherPort({ runner, acknowledge, template }: EventJob): Finding[] {
  const { hostNetwork } = (template as { spec?: { hostNetwork?: unknown } }).spec ?? {};
  return when(
    runner === 'exec' && acknowledge === 'completion' && hostNetwork === true,
    ['template', 'spec', 'hostNetwork'],
    `is true with acknowledge: completion: the launchers of a node would share its port ${startedPort}`,
    'without it, with acknowledge: dispatch, or with runner: job',
  );
}
