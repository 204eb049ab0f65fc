/** The API server as a person reaches it, by a kubeconfig; a launcher's own way is ../apiServer.ts. */
import { Agent, type RequestOptions } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { KubeConfig } from '@kubernetes/client-node';
import retry from 'p-retry';
import { type Answer, reason } from '../answer.ts';
import { Fault } from '../fault.ts';
import { type Question, request } from './request.ts';

/** One question and its answer. Throws an Unanswered where there is none, and a Fault where it is that the server cannot answer now. */
export type Ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, accept?: string) => Promise<Answer>;

/** The API server is not reached, or does not know who asks: no other question fares better. */
export class Unanswered extends Fault {
  constructor(message: string, options: ErrorOptions) {
    super('transient', message, options);
  }
}

/** How long an answer may take, in milliseconds. */
const patience = 30_000;

/** In milliseconds; twice as long each time. */
const usualTries = { retries: 6, minTimeout: 200 };

export async function userApi(config: KubeConfig, tries = usualTries): Promise<Ask> {
  const server = new URL(config.getCurrentCluster()?.server ?? '');
  const login = logins(config);
  // One that fails is said before anything else.
  await login();
  return async (method, path, body, accept) => {
    const ask = async () => {
      const answer = await once(server, await login(), { method, path, body, accept });
      if (answer.status === 401) throw new Error('401: it does not know who asks; log in again');
      if (passing.has(answer.status)) throw new Busy(reason(answer));
      return answer;
    };
    try {
      return await retry(ask, { ...tries, shouldRetry: ({ error }) => mayPass(error) });
    } catch (cause) {
      if (cause instanceof Unanswered) throw cause;
      const { message, code } = cause as NodeJS.ErrnoException;
      const where = `the cluster at ${server.href} (context ${config.getCurrentContext()})`;
      // Of one object it may always say so: other questions are worth asking.
      if (cause instanceof Busy) throw new Fault('transient', `${where} answers: ${message}`, { cause });
      throw new Unanswered(`${where} does not answer: ${message || code}`, { cause });
    }
  };
}

/**
 * Certificates and tokens of the kubeconfig's user, wherever the client has them from, as they are now: it keeps those of a plugin until
 * they expire. Questions at the same moment share one login, as a plugin may ask a person.
 */
function logins(config: KubeConfig): () => Promise<RequestOptions> {
  const { server, proxyUrl } = config.getCurrentCluster() ?? { server: '' };
  // One for all, so that connections stay; it tells those of other certificates apart.
  const own = proxyUrl === undefined && !server.startsWith('http:') ? { agent: new Agent({ keepAlive: true }) } : {};
  let now: Promise<RequestOptions> | undefined;
  return () => {
    now ??= login(config)
      .then((options) => ({ ...options, ...own }))
      .finally(() => {
        now = undefined;
      });
    return now;
  };
}

async function login(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (cause) {
    throw new Unanswered(`the login of context ${config.getCurrentContext()} fails: ${(cause as Error).message}`, { cause });
  }
  return options;
}

/** Too many questions, a server that is just starting or has lost its own database for a moment, a proxy without a backend. */
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

class Busy extends Error {}

/** Every question may be asked twice: what is deleted is named by its uid. */
function mayPass(error: unknown): boolean {
  return error instanceof Busy || ['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');
}

async function once(server: URL, options: RequestOptions, question: Question): Promise<Answer> {
  const response = await request(server, options, question, patience);
  return { status: response.statusCode ?? 0, body: (await buffer(response)).toString() };
}
