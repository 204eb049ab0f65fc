import { Fault } from '../fault.ts';
import type { Login } from '../settings.ts';

/** How long an answer may take, in milliseconds. */
const patience = 10_000;

/** How many messages of a queue are held and not acknowledged, some seconds ago. Throws a Fault: queueMissing, brokerRefused or transient. */
export async function unacknowledged(url: string, login: Login, vhost: string, queue: string): Promise<number> {
  const path = `/api/queues/${encodeURIComponent(vhost)}/${encodeURIComponent(queue)}`;
  const authorization = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  const where = `the management API at ${new URL(url).host}`;
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(`${url.replace(/\/+$/, '')}${path}`, { headers: { authorization }, signal: AbortSignal.timeout(patience) });
    text = await answer.text();
  } catch (cause) {
    const { message } = ((cause as Error).cause ?? cause) as Error;
    throw new Fault('transient', `${where} does not answer: ${message}`, { cause });
  }
  if (answer.status === 404) throw new Fault('queueMissing', `${where} knows no queue ${queue} in virtual host ${vhost}`);
  if (answer.status === 401 || answer.status === 403)
    throw new Fault('brokerRefused', `${where} refuses the login, or its user lacks the tag management`);
  if (answer.status !== 200) throw new Fault('transient', `${where} answers ${answer.status}`);
  const count = countIn(text);
  if (count === undefined) throw new Fault('transient', `${where} has no statistics of queue ${queue} yet, or keeps none`);
  return count;
}

/** Undefined until the queue's first statistics are there, and for what is no answer of the management API. */
function countIn(text: string): number | undefined {
  try {
    const count = (JSON.parse(text) as { messages_unacknowledged?: unknown } | null)?.messages_unacknowledged;
    return typeof count === 'number' ? count : undefined;
  } catch {
    return undefined;
  }
}
