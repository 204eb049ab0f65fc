/** An entry's dead letters back to its queue: published and confirmed first, acknowledged after. */

import type { GetMessage } from 'amqplib';
import { Fault } from '../fault.ts';
import type { Entry } from '../operator/entry.ts';
import { Refusal } from '../refusal.ts';
import type { Brokers, Reached } from './brokers.ts';
import { type DeadLetterQueue, deadLetterQueue } from './deadLetterQueue.ts';
import { letterBack } from './letter.ts';
import { renewal } from './renewal.ts';
import type { Report } from './report.ts';
import { returned } from './returned.ts';

export interface DeadLettersRedrive {
  /** Where the entry's dead letters are; undefined: where its settings say. */
  readonly queue: string | undefined;
  /** At most so many. */
  readonly limit: number;
  readonly brokers: Brokers;
  readonly report: Report;
  readonly say: (line: string) => void;
}

/**
 * A quorum queue drops what is handed out too often without being settled: from RabbitMQ 4.0 after twenty times, unless it was told
 * otherwise. A letter of somebody else's that comes near goes to the end of the queue, as a new one, where that does not change it.
 */
const renewed = 10;

export async function redriveDeadLetters(namespace: string, entry: Entry, redrive: DeadLettersRedrive): Promise<void> {
  const { brokers, report, say } = redrive;
  const queue = redrive.queue ?? queueOf(entry);
  const reached = await brokers.reach(entry, namespace);
  const letters = await deadLetterQueue(reached.access, queue);
  try {
    // Those that are there now: one that comes back at once is not sent for ever.
    const length = await letters.length();
    if (length === 0) say(`queue ${queue} is empty`);
    else if (report.dryRun)
      wouldGo(Math.min(length, redrive.limit - report.messages), { queue, name: `${namespace}/${entry.settings.jobName}` }, redrive);
    else await each(length, letters, { namespace, entry, reached, queue, redrive });
  } finally {
    await letters.close();
  }
}

/** Throws a Refusal where AMQP does not tell. */
export function queueOf({ settings: { deadLetter, jobName } }: Entry): string {
  if (deadLetter.exchange === '') return deadLetter.routingKey;
  throw new Refusal(`the dead letters of ${jobName} go to exchange ${deadLetter.exchange}: --dead-letter-queue NAME says where they are`);
}

/** Which of them are the entry's is known only once they are taken, which a dry run must not do. */
function wouldGo(most: number, { queue, name }: { queue: string; name: string }, { report, say }: DeadLettersRedrive): void {
  report.messages += most;
  say(`at most ${most} would be back: those in queue ${queue} that are of ${name}`);
}

interface Way {
  readonly namespace: string;
  readonly entry: Entry;
  readonly reached: Reached;
  readonly queue: string;
  readonly redrive: DeadLettersRedrive;
}

async function each(length: number, letters: DeadLetterQueue, way: Way): Promise<void> {
  const { namespace, entry, reached, queue, redrive } = way;
  const { report, say } = redrive;
  const { settings } = entry;
  const left = new Map<string, number>();
  for (let n = 1; n <= length && report.messages < redrive.limit; n++) {
    const message = await letters.next();
    if (message === undefined) break;
    const letter = returned(message);
    if (letter.entry === `${namespace}/${settings.jobName}`) {
      await reached.broker.republish(letterBack(letter, reached.access.login?.username), settings.queue);
      letters.done(message);
      report.messages++;
      say(`${n} of ${length}: ${letter.target} is back in queue ${settings.queue}`);
    } else {
      const fault = letter.deliveries < renewed ? undefined : await renew(message, letters, way);
      const more = fault === undefined ? '' : `, and its queue may drop it after some more redrives: ${fault}`;
      const why = `not of ${namespace}/${settings.jobName}${more}`;
      left.set(why, (left.get(why) ?? 0) + 1);
    }
  }
  for (const [why, count] of left) report.left.push({ what: `queue ${queue}`, why, count });
}

/** Why it is not, and is given back with the others. */
async function renew(message: GetMessage, letters: DeadLetterQueue, { reached, queue }: Way): Promise<string | undefined> {
  const letter = renewal(message, reached.access.login?.username);
  if (typeof letter === 'string') return letter;
  try {
    await reached.broker.republish(letter, queue);
    letters.done(message);
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return error.message;
  }
}
