/** With completion the launcher stays beside the processor, as a sidecar, and settles the message by how that ends. */
import { abandoned } from './abandonment.ts';
import type { Broker } from './broker.ts';
import type { ProcessorEnd } from './cluster.ts';
import { exitCodes } from './contract.ts';
import { deadline } from './deadline.ts';
import type { Launch } from './launch.ts';
import type { OutcomeKind } from './outcome.ts';
import { patiently } from './patience.ts';
import type { Runner } from './runner.ts';
import { reasonOf, settle } from './settlement.ts';
import type { Held } from './take.ts';
import type { End } from './terminationMessage.ts';

/** Hands over, waits for the processor's end, and settles the message by it. */
export async function attend(held: Held, launch: Launch, runner: Runner): Promise<End> {
  const { volume, log, stop, started } = launch;
  const { broker, target } = held;
  broker.lost.addEventListener('abort', () =>
    log.warn({ error: reasonOf(broker) }, 'the broker has taken the message back: it is not settled here'),
  );
  const { outcome, message } = runner.handOver(held.message);
  await volume.leave(outcome, message);
  log.info('handed over to the processor');
  await started?.();
  const ended = await runner.end(held.own, stop);
  const end = await settle(ended, held, launch, runner);
  if ('wait' in outcome) await volume.leave({ exit: exitCodeOf(ended, broker) });
  await broker.close();
  return { target, ...end };
}

/** How the waiting main container ends: as the processor did, where that is known and its message settled. */
function exitCodeOf(ended: ProcessorEnd, { lost }: Broker): number {
  const transient = exitCodes.transient.code;
  if (ended === 'succeeded') return lost.aborted ? transient : 0;
  return 'failed' in ended && ended.exitCode ? ended.exitCode : transient;
}

/**
 * A sidecar that was restarted settles nothing, as the broker has taken its message back. What an earlier run has begun ends with the
 * transient code, unless the processor works already. Throws a Fault: transient.
 */
export async function resume(left: OutcomeKind, launch: Launch, runner: Runner): Promise<End> {
  const { settings, ownPod, volume, log, stop } = launch;
  if (left === 'exit') {
    const reason = 'this launcher was restarted after its end';
    log.info(reason);
    return { outcome: 'ended before', reason };
  }
  const why = 'this launcher was restarted: the broker has taken its message back';
  const over = deadline(settings.deadline, stop);
  try {
    const works = left === 'run' && (await patiently(async () => ownPod?.look(), over.until, log))?.started === true;
    if (left === 'wait') await abandoned(runner, over.until, stop);
    if (!works) await volume.leave({ exit: exitCodes.transient.code });
    log.warn({ left, works }, why);
    return { outcome: 'not settled', reason: why };
  } finally {
    over.end();
  }
}
