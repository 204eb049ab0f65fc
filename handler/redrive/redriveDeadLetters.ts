/** An entry's dead letters back to its queue: published and confirmed first, acknowledged after. */

import type { Entry } from '../operator/entry.ts';
import { Refusal } from '../refusal.ts';
import type { Brokers, Reached } from './brokers.ts';
import { type DeadLetterQueue, deadLetterQueue } from './deadLetterQueue.ts';
import { letterBack } from './letter.ts';
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

/**
 * A quorum queue drops what is handed out too often without being settled: from RabbitMQ 4.0 after twenty times, unless it was told
 * otherwise. A letter of somebody else's that comes near goes to the end of the queue, as a new one.
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
  let others = 0;
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
      others++;
      if (letter.deliveries >= renewed) await renew(letter, queue, reached).then(() => letters.done(message));
    }
  }
  if (others > 0) report.left.push({ what: `queue ${queue}`, why: `not of ${namespace}/${settings.jobName}`, count: others });
}

function renew({ body, properties, headers }: Returned, queue: string, { broker }: Reached): Promise<void> {
  const { 'x-delivery-count': _, ...others } = headers;
  return broker.republish({ body, properties, headers: others, fewerHeaders: others }, queue);
}
