/** What the API server's answer means for the launcher. */
import type { V1Status } from '@kubernetes/client-node';
import { type ExitName, Fault, type Lasting } from './fault.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** How long the API server asked to be left alone, in milliseconds. */
  readonly retryAfter?: number | undefined;
}

/** The object of a successful answer. Throws a Fault (`transient`) for what no API server sends, such as a proxy's page. */
export function content<T>({ status, body }: Answer): T {
  try {
    return JSON.parse(body) as T;
  } catch {
    throw new Fault('transient', `something between here and the API server answered ${status} without JSON`);
  }
}

/** The API server's own words; an answer of something in between may be anything, so only its status is told. */
export function reason({ status, body }: Answer): string {
  return `${status} ${statusOf(body).message ?? ''}`.trim();
}

/** Whether a create found its name taken; other conflicts, such as two that write one quota at once, pass. */
export function alreadyExists({ status, body }: Answer): boolean {
  return status === 409 && statusOf(body).reason === 'AlreadyExists';
}

/**
 * The Fault of an answer that is not what the caller asked for, with the API server's own words: transient where another try may help,
 * else clusterRefused. `what` goes on after "the API server", such as "did not create Secret x".
 */
export function refusal(answer: Answer, what: string): Fault {
  return faultOf(answer, what, mayPass(answer) ? 'transient' : 'clusterRefused');
}

/** The same where the launcher must not give up for good, as a message that an earlier pod took may depend on it. */
export function transient(answer: Answer, what: string): Fault {
  return faultOf(answer, what, 'transient', answer.status === 403 ? 'clusterRefused' : undefined);
}

function faultOf(answer: Answer, what: string, exit: ExitName, lasting?: Lasting): Fault {
  return new Fault(exit, `the API server ${what}: ${reason(answer)}`, { retryAfter: answer.retryAfter, lasting });
}

/** Overload, a lost election, a proxy without a backend, a token that is just being replaced, a conflict that another try may win. */
function mayPass(answer: Answer): boolean {
  const { status } = answer;
  return status >= 500 || [401, 408, 429].includes(status) || (status === 409 && !alreadyExists(answer));
}

function statusOf(body: string): Partial<V1Status> {
  try {
    return (JSON.parse(body) as Partial<V1Status> | null) ?? {};
  } catch {
    return {};
  }
}
