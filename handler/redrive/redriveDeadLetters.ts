/** An entry's dead letters back to its queue: published and confirmed first, acknowledged after. */
import type { GetMessage } from 'amqplib';
import type { Entry } from '../operator/entry.ts';
import { Refusal } from '../refusal.ts';
import type { Brokers } from './brokers.ts';
import { deadLetterQueue } from './deadLetterQueue.ts';
import { letterBack } from './letter.ts';
import { type Place, renewIfNear } from './renew.ts';
import type { Report } from './report.ts';
import { type Returned, returned } from './returned.ts';

export interface DeadLettersRedrive {
  /** Where the entry's dead letters are; undefined: where its settings say. */
  readonly queue: string | undefined;
  /** At most so many. */
  readonly limit: number;
  readonly brokers: Brokers;
  readonly report: Report;
  readonly say: (line: string) => void;
}

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
    else await each(length, { namespace, entry, reached, queue, letters, redrive });
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

interface Way extends Place {
  readonly namespace: string;
  readonly entry: Entry;
  readonly redrive: DeadLettersRedrive;
}

async function each(length: number, way: Way): Promise<void> {
  const { namespace, entry, queue, letters, redrive } = way;
  const { report, say } = redrive;
  const { settings } = entry;
  const left = new Map<string, number>();
  for (let n = 1; n <= length && report.messages < redrive.limit; n++) {
    const message = await letters.next();
    if (message === undefined) break;
    const letter = returned(message);
    const line = (text: string) => say(`${n} of ${length}: ${letter.target}${text}`);
    if (letter.entry === `${namespace}/${settings.jobName}`) {
      await sendBack(letter, message, way, line);
      letters.done(message);
      report.messages++;
      line(` is back in queue ${settings.queue}`);
    } else {
      const warning = await renewIfNear(message, way);
      const why = [`not of ${namespace}/${settings.jobName}`, ...(warning === undefined ? [] : [warning])].join(', and ');
      left.set(why, (left.get(why) ?? 0) + 1);
    }
  }
  for (const [why, count] of left) report.left.push({ what: `queue ${queue}`, why, count });
}

async function sendBack(letter: Returned, message: GetMessage, way: Way, line: (text: string) => void): Promise<void> {
  const { reached, entry } = way;
  try {
    await reached.broker.republish(letterBack(letter, reached.access.login?.username), entry.settings.queue);
  } catch (error) {
    // Its queue may be missing or full for many a run, each of which hands it out once more. Why it is not renewed hides nothing.
    const warning = await renewIfNear(message, way).catch(({ message: why }: Error) => why);
    if (warning !== undefined) line(`: ${warning}`);
    throw error;
  }
}
