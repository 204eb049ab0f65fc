/**
 * The Kubernetes API over node:https: two calls do not need the client's 300 ms of start-up. Its address, certificate and token are
 * where the kubelet puts them for every pod.
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { V1Secret, V1Status } from '@kubernetes/client-node';
import type { Cluster, KeptMessage } from './cluster.ts';
import { Fault } from './fault.ts';
import { keptMessage, secret } from './secret.ts';
import type { Job } from './settings.ts';

export interface ApiServerAddress {
  readonly host: string;
  readonly port: number;
  /** Folder of `token` and `ca.crt`. */
  readonly credentials: string;
}

/** How long one answer may take, in milliseconds; the caller tries again. */
const answerTimeout = 10_000;

/** What the API server means to pass: overload, a lost election, a proxy without a backend. */
const transientStatus = new Set([408, 429, 500, 502, 503, 504]);

interface Answer {
  readonly status: number;
  readonly body: string;
}

export function apiServer(address: ApiServerAddress, jobName: string, job: Job): Cluster {
  const agent = new Agent({ keepAlive: true, ca: readFileSync(`${address.credentials}/ca.crt`) });
  const secrets = `/api/v1/namespaces/${job.namespace}/secrets`;

  return {
    async find(name) {
      const { status, body } = await call('GET', `${secrets}/${name}`);
      if (status === 404) return undefined;
      if (status === 200) return keptMessage(JSON.parse(body) as V1Secret);
      // Never a permanent fault: a message that an earlier pod took may be in there.
      throw new Fault('transient', `the API server did not show Secret ${name}: ${reason(status, body)}`);
    },

    async create(name, message: KeptMessage) {
      const { status, body } = await call('POST', secrets, JSON.stringify(secret(name, message, jobName, job)));
      if (status === 201) return 'created';
      if (status === 409) return 'exists';
      const text = `the API server did not create Secret ${name}: ${reason(status, body)}`;
      throw new Fault(transientStatus.has(status) ? 'transient' : 'clusterRefused', text);
    },
  };

  function call(method: string, path: string, body?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
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
}

/** The API server's own words; an answer of something in between may be anything, so only its status is told. */
function reason(status: number, body: string): string {
  try {
    return `${status} ${(JSON.parse(body) as V1Status).message ?? ''}`.trim();
  } catch {
    return String(status);
  }
}
