/** Up to a message in hand: it is kept, and not settled yet. */
import { abandoned } from './abandonment.ts';
import { acknowledge } from './acknowledge.ts';
import type { Broker } from './broker.ts';
import type { KeptMessage, OwnJob } from './cluster.ts';
import { type Entered, enter, late } from './entrance.ts';
import { Fault } from './fault.ts';
import { isTooLate } from './jobTime.ts';
import type { Launch } from './launch.ts';
import { connected, pull } from './pull.ts';
import { type Pulled, receive } from './receive.ts';
import type { Runner } from './runner.ts';
import { targetOf } from './target.ts';
import type { End } from './terminationMessage.ts';

export interface Held extends Pulled {
  readonly message: KeptMessage;
}

/** The message, or how the launcher ends without one. Throws a Fault, and then the message is where it was. */
export async function take(launch: Launch, runner: Runner, until: AbortSignal): Promise<End | Held> {
  const { log } = launch;
  const connecting = connected(launch.connect, until, log);
  const entering = enter(launch, until);
  // Both are awaited below; their failure must not end the process while another is waited for.
  for (const early of [connecting, entering]) early.catch(() => {});
  let held: End | Held | undefined;
  try {
    const earlier = await ofEarlierPods(launch, runner, until);
    if (earlier !== undefined) return earlier;
    const entered = await entering;
    if ('standDown' in entered) return await standDown(launch, entered);
    held = await workOnQueue(launch, runner, connecting, entered.pull, until);
    return held;
  } finally {
    // Nobody waits for this: a connection that was not needed and is still being made ends with the process.
    if (held === undefined || 'outcome' in held) connecting.then((broker) => broker.close()).catch(() => {});
  }
}

async function ofEarlierPods(launch: Launch, runner: Runner, until: AbortSignal): Promise<End | undefined> {
  const { settings, job, volume, log, stop } = launch;
  const target = targetOf(settings.jobName, job);
  if (settings.acknowledge === 'completion') {
    if (await abandoned(runner, until, stop))
      throw new Fault('transient', 'this launcher was restarted: the broker has taken its message back');
  } else {
    const resumed = await runner.resume(until);
    if (resumed !== undefined) {
      log.info({ target }, resumed.why);
      await volume.leave(resumed.outcome, resumed.message);
      return { outcome: 'handed over before', reason: resumed.why, target };
    }
  }
  log.info({ target }, 'this Job has no message yet');
  return undefined;
}

async function standDown({ settings, volume, log }: Launch, entered: Extract<Entered, { standDown: string }>): Promise<End> {
  const { standDown: why, tooLate = false } = entered;
  if (tooLate)
    log.warn({ timeout: settings.timeout }, 'stood down: too little of the timeout was left for the message, which stays in the queue');
  else log.info({ why }, 'stood down: the message stays in the queue for another Job');
  await volume.leave({ exit: 0 });
  return { outcome: 'stood down', reason: why };
}

async function workOnQueue(
  launch: Launch,
  runner: Runner,
  connecting: Promise<Broker>,
  own: OwnJob | undefined,
  until: AbortSignal,
): Promise<End | Held> {
  const { settings, job, volume, log } = launch;
  const { broker, delivery } = await pull(
    settings.queue,
    connecting,
    launch.connect,
    until,
    log,
    () => own !== undefined && isTooLate(own, settings),
  );
  if (delivery === 'too late') {
    await broker.close();
    return standDown(launch, late);
  }
  if (delivery === undefined) {
    log.info({ queue: settings.queue }, 'the queue is empty: nothing to do');
    await volume.leave({ exit: 0 });
    await broker.close();
    return { outcome: 'queue empty' };
  }
  const target = targetOf(settings.jobName, job);
  log.info({ target, redelivered: delivery.redelivered, bytes: delivery.body.length }, 'pulled a message');
  const pulled = { broker, delivery, target, own };
  const message = await receive(pulled, launch, runner, until);
  if ('message' in message) return { ...pulled, ...message };
  await acknowledge(broker, log);
  await volume.leave({ exit: 0 });
  await broker.close();
  return { outcome: 'dead-lettered', reason: message.bad, target };
}
