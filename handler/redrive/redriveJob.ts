/** A failed Job's messages back to their queue, or to the dead letters: published and confirmed first, deleted here after. */
import type { V1Secret } from '@kubernetes/client-node';
import { deadLetter } from '../deadLetter.ts';
import { Fault } from '../fault.ts';
import { type Letter, names } from '../letter.ts';
import type { Entry } from '../operator/entry.ts';
import type { FailedJob } from '../operator/finallyFailed.ts';
import { get, rehearseRemoval, remove } from '../operator/objects.ts';
import type { Ask } from '../operator/userApi.ts';
import type { Brokers } from './brokers.ts';
import { deleteKeeper, type Keeper } from './keeper.ts';
import { type HeldMessage, messageIn } from './keptMessage.ts';
import { letterBack } from './letter.ts';
import type { Report } from './report.ts';

export interface JobRedrive {
  readonly to: 'queue' | 'dead-letters';
  readonly ask: Ask;
  readonly brokers: Brokers;
  /** The entry as its ScaledJob has it now. */
  readonly entryNow: (job: FailedJob) => Entry | undefined;
  readonly report: Report;
  readonly say: (line: string) => void;
}

export function nameOf({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}

/** Throws a Fault where it could not be done, or not all of it: a StillKept where a message was sent that is still kept, too. */
export async function redriveJob(job: FailedJob, redrive: JobRedrive): Promise<void> {
  const { ask, report, say } = redrive;
  const { namespace } = job;
  const before = report.messages;
  for (const { target, index } of job.places) {
    const secret = await get<V1Secret>(ask, 'Secret', namespace, target);
    const message = messageIn(secret, job);
    if (message === undefined) continue;
    if ('left' in message) return leave(job, message.left, redrive);
    // A batch's Job stays until the last one is back: what a repeat must not send again goes by itself.
    const keeper: Keeper =
      index === undefined ? { ...job, kind: 'Job' } : { kind: 'Secret', namespace, name: target, uid: secret?.metadata?.uid ?? '' };
    if (!report.dryRun) await rehearseRemoval(ask, keeper.kind, keeper);
    const sent = `${target} ${await sendBack({ ...message, target }, job, redrive)}`;
    say(sent);
    if (!report.dryRun) await deleteKeeper(ask, keeper, sent);
  }
  // A single message's went with the message.
  const isThere = report.messages === before || job.places.some(({ index }) => index !== undefined);
  if (isThere && !report.dryRun) await remove(ask, 'Job', job);
  report.deleted++;
  if (report.messages === before) say(report.dryRun ? 'holds no message: would be deleted' : 'held no message: deleted');
}

function leave(job: FailedJob, why: string, { report, say }: JobRedrive): void {
  report.left.push({ what: nameOf(job), why });
  say(`left: ${why}`);
}

type Held = HeldMessage & { readonly target: string };

/** Resolves once the broker has it; says where. */
async function sendBack(held: Held, job: FailedJob, redrive: JobRedrive): Promise<string> {
  const { to, brokers, report } = redrive;
  const entry = job.from ?? redrive.entryNow(job);
  if (entry === undefined) throw new Fault('settings', `ScaledJob ${job.entry} is gone, which says where the broker is`);
  const where = to === 'queue' ? `queue ${held.queue}` : deadLettersOf(entry);
  if (report.dryRun) {
    report.messages++;
    return `would go to ${where}`;
  }
  const reached = await brokers.reach(entry, job.namespace);
  try {
    if (to === 'queue') await reached.broker.republish(letterBack(held.message, reached.access.login?.username), held.queue);
    else await reached.broker.park(failedLetter(held, entry, job), entry.settings.deadLetter);
  } catch (error) {
    await brokers.forget(entry, job.namespace);
    throw error;
  }
  report.messages++;
  return to === 'queue' ? `is back in ${where}` : `is in ${where}`;
}

function deadLettersOf({ settings: { deadLetter } }: Entry): string {
  return deadLetter.exchange === '' ? `queue ${deadLetter.routingKey}` : `exchange ${deadLetter.exchange}`;
}

function failedLetter({ message, target }: Held, { settings }: Entry, job: FailedJob): Letter {
  const letter = deadLetter(message, { reason: `its Job failed for good: ${job.reason}` }, new Date(), settings, job);
  const own = { [names.target]: target, ...(job.tries !== undefined && { [names.attempts]: job.tries }) };
  return { ...letter, headers: { ...letter.headers, ...own }, fewerHeaders: { ...letter.fewerHeaders, ...own } };
}
