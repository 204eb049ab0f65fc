import type { RequestOptions } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { KubeConfig } from '@kubernetes/client-node';
import retry from 'p-retry';
import { type Question, request } from '../../handler/operator/request.ts';
import { Failure } from '../failure.ts';
import { connection } from './connection.ts';
import { warningTexts } from './warningHeader.ts';

export interface Answer {
  status: number;
  body: string;
  /** What the server remarks, although it does as asked. */
  warnings: string[];
}

/** Asks the API server. Throws a Failure where it cannot be reached, or says that it does not know who asks. */
export type Ask = (question: Question) => Promise<Answer>;

/** In milliseconds; the webhooks of an admission may take 30 s of it. */
const patience = 45_000;

export async function apiServer(config: KubeConfig): Promise<Ask> {
  const server = new URL(config.getCurrentCluster()?.server ?? '');
  const options = await connection(config);
  const failed = (cause: unknown) => {
    const reason = (cause as Error).message || (cause as NodeJS.ErrnoException).code;
    return new Failure(`the cluster at ${server.href} (context ${config.getCurrentContext()}) does not answer: ${reason}`, { cause });
  };
  return async (question) => {
    try {
      const answer = await retry(() => once(server, options, question), {
        retries: 4,
        minTimeout: 200,
        shouldRetry: ({ error }) => mayPass(error),
      });
      if (answer.status !== 401) return answer;
    } catch (error) {
      if (error instanceof Busy) return error.answer;
      throw failed(error);
    }
    throw failed(new Error('401: it does not know who asks; log in again'));
  };
}

/** An answer that says: later. */
class Busy extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`status ${answer.status}`);
    this.answer = answer;
  }
}

/** Too many questions, a server that is just starting, or a connection that it closed as the question went out. */
function mayPass(error: unknown): boolean {
  return error instanceof Busy || ['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');
}

async function once(server: URL, options: RequestOptions, question: Question): Promise<Answer> {
  const response = await request(server, options, question, patience);
  const answer = {
    status: response.statusCode ?? 0,
    body: (await buffer(response)).toString(),
    warnings: warningTexts(response.headersDistinct.warning ?? []),
  };
  if ([429, 503].includes(answer.status)) throw new Busy(answer);
  return answer;
}
