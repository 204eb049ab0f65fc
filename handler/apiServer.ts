/**
 * The Kubernetes API over node:https: a few calls do not need the client's 300 ms of start-up. Its address, certificate and token are
 * where the kubelet puts them for every pod.
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { V1Status } from '@kubernetes/client-node';
import { Fault } from './fault.ts';

export interface ApiServerAddress {
  readonly host: string;
  readonly port: number;
  /** Folder of `token` and `ca.crt`. */
  readonly credentials: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One request and its answer, whatever its status. Throws a Fault (`transient`) where there was no answer. */
export type Call = (method: 'GET' | 'POST', path: string, body?: string) => Promise<Answer>;

/** How long one answer may take, in milliseconds; the caller tries again. */
const answerTimeout = 10_000;

export function apiServer(address: ApiServerAddress): Call {
  const agent = new Agent({ keepAlive: true, ca: readFileSync(`${address.credentials}/ca.crt`) });

  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const unreachable = (cause: Error) =>
        reject(new Fault('transient', `the API server at ${address.host}:${address.port}: ${cause.message}`, { cause }));
      // Read anew each time: the kubelet replaces the token before it expires.
      const authorization = `Bearer ${readFileSync(`${address.credentials}/token`, 'utf8').trim()}`;
      const headers = {
        authorization,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      };
      const sent = request({ agent, host: address.host, port: address.port, method, path, headers, timeout: answerTimeout }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', unreachable);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      });
      sent.on('timeout', () => sent.destroy(new Error(`no answer for ${answerTimeout / 1000} s`)));
      sent.on('error', unreachable);
      sent.end(body);
    });
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
  try {
    return `${status} ${(JSON.parse(body) as V1Status).message ?? ''}`.trim();
  } catch {
    return String(status);
  }
}
