import { Fault } from '../fault.ts';
import type { Login } from '../settings.ts';

/** How long an answer may take, in milliseconds. */
const patience = 10_000;

/** How many messages of a queue are held and not acknowledged, some seconds ago. Throws a Fault: brokerRefused or transient. */
export async function unacknowledged(url: string, login: Login, vhost: string, queue: string): Promise<number | undefined> {
  const path = `/api/queues/${encodeURIComponent(vhost)}/${encodeURIComponent(queue)}`;
  const authorization = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  const where = `the management API at ${new URL(url).host}`;
  let answer: Response;
  try {
    answer = await fetch(`${url.replace(/\/+$/, '')}${path}`, { headers: { authorization }, signal: AbortSignal.timeout(patience) });
  } catch (cause) {
    const { message } = ((cause as Error).cause ?? cause) as Error;
    throw new Fault('transient', `${where} does not answer: ${message}`, { cause });
  }
  if (answer.status === 404) return undefined;
  if (answer.status === 401 || answer.status === 403)
    throw new Fault('brokerRefused', `${where} refuses the login, or its user lacks the tag management`);
  if (answer.status !== 200) throw new Fault('transient', `${where} answers ${answer.status}`);
  // Missing until the queue's first statistics are there.
  return ((await answer.json()) as { messages_unacknowledged?: number }).messages_unacknowledged;
}
