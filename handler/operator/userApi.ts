/** The API server as a person reaches it, by a kubeconfig; a launcher's own way is ../apiServer.ts. */
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { KubeConfig } from '@kubernetes/client-node';
import retry from 'p-retry';
import { type Answer, reason } from '../answer.ts';
import { Fault } from '../fault.ts';

/** One question and its answer, whatever its status. Throws a Fault (`transient`) where there is none. */
export type Ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, accept?: string) => Promise<Answer>;

/** How long an answer may take, in milliseconds. */
const patience = 30_000;

export async function userApi(config: KubeConfig): Promise<Ask> {
  const server = new URL(config.getCurrentCluster()?.server ?? '');
  const options = await login(config);
  return async (method, path, body, accept = 'application/json') => {
    const ask = async () => {
      const answer = await once(server, options, { method, path, body, accept });
      if (answer.status === 401) throw new Error('401: it does not know who asks; log in again');
      if (passing.has(answer.status)) throw new Busy(reason(answer));
      return answer;
    };
    try {
      return await retry(ask, { retries: 6, minTimeout: 200, shouldRetry: ({ error }) => mayPass(error) });
    } catch (cause) {
      const { message, code } = cause as NodeJS.ErrnoException;
      const where = `the cluster at ${server.href} (context ${config.getCurrentContext()})`;
      throw new Fault('transient', `${where} does not answer: ${message || code}`, { cause });
    }
  };
}

/** Certificates and tokens of the kubeconfig's user, wherever the client has them from, for connections that stay. */
async function login(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (cause) {
    throw new Fault('transient', `the login of context ${config.getCurrentContext()} fails: ${(cause as Error).message}`, { cause });
  }
  const { server, proxyUrl } = config.getCurrentCluster() ?? { server: '' };
  if (proxyUrl !== undefined || server.startsWith('http:')) return options;
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  const given = Object.entries({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername }).filter(([, value]) => value != null);
  return { ...options, agent: new Agent({ ...Object.fromEntries(given), keepAlive: true }) };
}

/** Too many questions, a server that is just starting or has lost its own database for a moment, a proxy without a backend. */
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

class Busy extends Error {}

/** Every question may be asked twice: what is deleted is named by its uid. */
function mayPass(error: unknown): boolean {
  return error instanceof Busy || ['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');
}

interface Question {
  readonly method: string;
  readonly path: string;
  readonly body: object | undefined;
  readonly accept: string;
}

async function once(server: URL, options: RequestOptions, { method, path, body, accept }: Question): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...options.headers,
    accept,
    ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  const url = new URL(server.pathname.replace(/\/$/, '') + path, server);
  const send = url.protocol === 'http:' ? plainRequest : request;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = send(url, { ...options, method, headers, timeout: patience }, resolve);
    sent.on('timeout', () => sent.destroy(new Error(`no answer for ${patience / 1000} s`)));
    sent.on('error', reject);
    sent.end(text);
  });
  return { status: response.statusCode ?? 0, body: (await buffer(response)).toString() };
}
