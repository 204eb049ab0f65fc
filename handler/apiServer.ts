/**
 * The Kubernetes API over node:https: a few calls do not need the client's 300 ms of start-up. Its address, certificate and token are
 * where the kubelet puts them for every pod.
 */
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import { type Answer, transient } from './answer.ts';
import { Fault } from './fault.ts';

export interface ApiServerAddress {
  readonly host: string;
  readonly port: number;
  /** Folder of `token` and `ca.crt`. */
  readonly credentials: string;
}

/**
 * One request and its answer, whatever its status. `accept` is the media type of the answer, JSON where it is left out. Throws a Fault
 * (`transient`) where there was no answer.
 */
export type Call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: string, accept?: string) => Promise<Answer>;

/**
 * The lines of a watch, one event each, until the API server or `signal` ends it; what `onLine` throws ends it too. The path says how
 * long by `timeoutSeconds`. Throws a Fault (`transient`) where there was no answer, a status other than 200 (such as 410: list again), or
 * where the connection broke.
 */
export type Watch = (path: string, onLine: (line: string) => void, signal: AbortSignal) => Promise<void>;

export interface ApiServer {
  readonly call: Call;
  readonly watch: Watch;
}

const json = 'application/json';

/** How long one answer may take, in milliseconds; the caller tries again. */
const answerTimeout = 10_000;

/** How much longer than it asked for a watch may be silent, in milliseconds, before its connection is taken for dead. */
const watchMargin = 10_000;

/** For how long a connection is silent before the kernel asks whether the other side is still there, in milliseconds. */
const keepAliveMsecs = 30_000;

export function apiServer({ host, port, credentials }: ApiServerAddress): ApiServer {
  const connections = (maxSockets: number) =>
    new Agent({ keepAlive: true, keepAliveMsecs, maxSockets, ca: readFileSync(`${credentials}/ca.crt`) });
  // Calls wait for one another, some milliseconds; one more TLS handshake takes 3 ms of CPU. A watch would keep its connection from them.
  const forCalls = connections(1);
  let forWatches: Agent | undefined;

  const unreachable = (cause: unknown): never => {
    throw new Fault('transient', `the API server at ${host}:${port}: ${(cause as Error).message}`, { cause });
  };

  /** Resolves with the head of the answer; `silence` is how long the connection may be silent after it, in milliseconds. */
  const open = (options: RequestOptions & { agent: Agent }, body: string | undefined, silence: number) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      // Read anew each time: the kubelet replaces the token before it expires.
      const authorization = `Bearer ${readFileSync(`${credentials}/token`, 'utf8').trim()}`;
      const length = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const headers = { authorization, ...length, ...options.headers };
      let answered: IncomingMessage | undefined;
      const sent = request({ ...options, host, port, headers, timeout: answerTimeout }, (response) => {
        answered = response;
        sent.setTimeout(silence);
        resolve(response);
      });
      sent.on('timeout', () => (answered ?? sent).destroy(new Error('silent for too long')));
      sent.on('error', reject);
      sent.end(body);
    });

  const call: Call = (method, path, body, accept = json) =>
    open({ agent: forCalls, method, path, headers: { accept } }, body, answerTimeout).then(answer).catch(unreachable);

  const watch: Watch = async (path, onLine, signal) => {
    const silence = Number(new URLSearchParams(path.split('?')[1]).get('timeoutSeconds') ?? 0) * 1000 + watchMargin;
    forWatches ??= connections(Number.POSITIVE_INFINITY);
    try {
      const response = await open({ agent: forWatches, method: 'GET', path, signal, headers: { accept: json } }, undefined, silence).catch(
        unreachable,
      );
      if (response.statusCode !== 200) throw transient(await answer(response).catch(unreachable), 'did not begin the watch');
      for await (const line of lines(response, unreachable)) onLine(line);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };

  return { call, watch };
}

/** By events: an asynchronous iterator of the stream would take longer to load than to read. */
function answer(response: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString(), retryAfter: retryAfter(response) }),
    );
  });
}

async function* lines(response: IncomingMessage, broken: (cause: unknown) => never): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      const whole = `${rest}${chunk}`.split('\n');
      rest = whole.pop() ?? '';
      yield* whole.filter((line) => line !== '');
    }
  } catch (cause) {
    broken(cause);
  }
}

/** In whole seconds, as the API server says it; never a date. */
function retryAfter({ headers }: IncomingMessage): number | undefined {
  const seconds = Number(headers['retry-after']);
  return Number.isInteger(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}
