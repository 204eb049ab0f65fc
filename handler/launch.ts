/** The launcher's story: one message in, one hand-over out. */
import { randomUUID } from 'node:crypto';
import type { Broker } from './broker.ts';
import type { Cluster, KeptMessage } from './cluster.ts';
import { deadLetter } from './deadLetter.ts';
import { deadline } from './deadline.ts';
import { earlierDeliveries } from './deliveries.ts';
import type { Delivery } from './delivery.ts';
import { type Entrance, enter } from './entrance.ts';
import { Fault } from './fault.ts';
import { keep, messageTooLongForVariable, overridden, processorOutcome } from './kept.ts';
import type { Log } from './log.ts';
import { readMessage } from './message.ts';
import { inTime, patiently } from './patience.ts';
import { endsWellInstead } from './pileUp.ts';
import type { Job } from './settings.ts';
import { targetOf } from './target.ts';
import type { Volume } from './volume.ts';

export interface Launch extends Entrance {
  readonly job: Job;
  readonly connect: () => Promise<Broker>;
  readonly cluster: Cluster;
  readonly volume: Volume;
  /** Aborted by SIGTERM: from then on the message is given back. */
  readonly stop: AbortSignal;
}

/** A quorum queue deletes a message at its delivery limit unless it has a dead-letter exchange; this near to it, the launcher parks it. */
const deliveryMargin = 2;

/** Runs one Job's launcher to its end: the outcome is left, or a Fault thrown and the message where it was. */
export async function launch(launch: Launch): Promise<void> {
  const over = deadline(launch.stop, launch.settings.deadline);
  try {
    await oneMessage(launch, over.until);
  } catch (error) {
    if (!(await endsWellInstead(error, launch.takeCensus, launch.log, launch.stop))) throw error;
    await launch.volume.leave({ exit: 0 });
  } finally {
    over.end();
  }
}

async function oneMessage(launch: Launch, until: AbortSignal): Promise<void> {
  const { settings, job, cluster, log } = launch;
  const name = targetOf(settings.jobName, job);
  const connecting = patiently(() => connect(launch, until), until, log);
  const entering = enter(launch, until);
  // Both are awaited below; their failure must not end the process while the Secret is looked for.
  for (const early of [connecting, entering]) early.catch(() => {});
  try {
    const earlier = await patiently(() => cluster.find(name), until, log);
    if (earlier !== undefined) {
      log.info({ target: name }, 'this Job has its message already');
      return await handOver(launch, earlier);
    }
    log.info({ target: name }, 'this Job has no message yet');
    const entrance = await entering;
    if (entrance === 'pull') await workOnQueue(launch, connecting, until);
    else await standDown(launch, entrance.standDown);
  } finally {
    // Nobody waits for this: a connection that was not needed and is still being made ends with the process.
    connecting.then((broker) => broker.close()).catch(() => {});
  }
}

async function standDown({ volume, log }: Launch, why: string): Promise<void> {
  log.info({ why }, 'stood down: the message stays in the queue for another Job');
  await volume.leave({ exit: 0 });
}

async function workOnQueue(launch: Launch, connecting: Promise<Broker>, until: AbortSignal): Promise<void> {
  const { settings, job, volume, log } = launch;
  const { broker, delivery } = await pull(launch, connecting, until);
  if (delivery === undefined) {
    log.info({ queue: settings.queue }, 'the queue is empty: nothing to do');
    await volume.leave({ exit: 0 });
  } else {
    const target = targetOf(settings.jobName, job);
    log.info({ target, redelivered: delivery.redelivered, bytes: delivery.body.length }, 'pulled a message');
    const message = await settle(launch, broker, delivery, until);
    if (message === 'dead-lettered') await volume.leave({ exit: 0 });
    else await handOver(launch, message);
  }
  await broker.close();
}

function connect(launch: Launch, until: AbortSignal): Promise<Broker> {
  return inTime('connecting to the broker', launch.connect(), until);
}

/** A connection lost before the answer is made anew: the broker has put an unseen message back by itself. */
async function pull(
  launch: Launch,
  first: Promise<Broker>,
  until: AbortSignal,
): Promise<{ broker: Broker; delivery: Delivery | undefined }> {
  let connected: Broker | undefined = await first;
  return patiently(
    async () => {
      const broker = connected ?? (await connect(launch, until));
      try {
        return { broker, delivery: await inTime('getting a message', broker.get(launch.settings.queue), until) };
      } catch (error) {
        connected = undefined;
        await broker.close();
        throw error;
      }
    },
    until,
    launch.log,
  );
}

/** From here on the message is in the launcher's hands: it is durable elsewhere before it is acknowledged, else given back. */
async function settle(launch: Launch, broker: Broker, delivery: Delivery, until: AbortSignal): Promise<KeptMessage | 'dead-lettered'> {
  let settled: KeptMessage | 'dead-lettered';
  try {
    const message = take(launch, delivery);
    if ('bad' in message) {
      await park(launch, broker, delivery, message.bad, until);
      settled = 'dead-lettered';
    } else {
      await store(launch, message, until);
      settled = message;
    }
  } catch (error) {
    await broker.giveBack();
    launch.log.warn('the message is back in the queue');
    throw error;
  }
  await acknowledge(broker, launch.log);
  return settled;
}

function take({ settings, job }: Launch, delivery: Delivery): KeptMessage | { bad: string } {
  const deliveries = earlierDeliveries(delivery);
  if (deliveries >= settings.deliveryLimit - deliveryMargin)
    return { bad: `the message was delivered ${deliveries} times without being settled` };
  const reading = readMessage(delivery.body, settings);
  if ('bad' in reading) return reading;
  const keeping = keep(reading.message, delivery, settings, job);
  return 'bad' in keeping ? keeping : { pull: randomUUID(), kept: keeping.kept };
}

async function park(launch: Launch, broker: Broker, delivery: Delivery, reason: string, until: AbortSignal): Promise<void> {
  const { settings, job, log } = launch;
  orStop(launch);
  const letter = deadLetter(delivery, reason, new Date(), settings, job);
  await inTime('dead-lettering the message', broker.park(letter, settings.deadLetter), until);
  log.warn({ reason, deadLetter: settings.deadLetter }, 'dead-lettered the message');
}

async function store(launch: Launch, message: KeptMessage, until: AbortSignal): Promise<void> {
  const { settings, job, cluster, log } = launch;
  const name = targetOf(settings.jobName, job);
  const created = await patiently(() => cluster.create(name, message), until, log);
  if (created === 'exists') {
    // An answer may have been lost; equal content would prove nothing, the pull's id does.
    const there = await patiently(() => cluster.find(name), until, log);
    if (there?.pull !== message.pull) throw new Fault('transient', `Secret ${name} is another pod's of this Job, or is gone again`);
  }
  log.info({ target: name }, 'kept the message in its Secret');
  orStop(launch);
}

/** After SIGTERM no message is acknowledged for its Secret: the Job may be on its way out, and the Secret with it. */
function orStop({ stop }: Launch): void {
  if (stop.aborted) throw new Fault('transient', 'stopped before the message was acknowledged');
}

/** The message is durable by now: an acknowledgement that got lost means a duplicate, not a failure. */
async function acknowledge(broker: Broker, log: Log): Promise<void> {
  try {
    await broker.acknowledge();
    log.info('acknowledged the message');
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'not certain that the acknowledgement arrived: the message may come a second time');
  }
}

async function handOver({ settings, volume, log }: Launch, { kept }: KeptMessage): Promise<void> {
  const names = overridden(kept, settings);
  if (names.length > 0) log.warn({ names }, "the entry's own values of these variables stay");
  if (messageTooLongForVariable(kept)) log.warn("MESSAGE is over the kernel's limit for one variable: it is in MESSAGE_FILE only");
  await volume.leave(processorOutcome(kept, settings, volume.messageFile), kept.get('MESSAGE') ?? '');
  log.info('handed over to the processor');
}
