import { type IncomingMessage, request as plainRequest } from 'node:http';
import { type RequestOptions, request as secureRequest } from 'node:https';

export interface Question {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object | undefined;
  /** Of the body. */
  readonly contentType?: string | undefined;
  /** What part of the object is wanted, where not the whole. */
  readonly accept?: string | undefined;
}

/**
 * Asks the API server of a kubeconfig once; resolves with the head of its answer. `options` are the login's, `patience` is how long it may be
 * silent, in milliseconds. Rejects with the error of the connection.
 */
export function request(server: URL, options: RequestOptions, question: Question, patience: number): Promise<IncomingMessage> {
  const { method, path, body, contentType = 'application/json', accept = 'application/json' } = question;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...options.headers,
    accept,
    ...(text !== undefined && { 'content-type': contentType, 'content-length': Buffer.byteLength(text) }),
  };
  const url = new URL(server.pathname.replace(/\/$/, '') + path, server);
  const send = url.protocol === 'http:' ? plainRequest : secureRequest;
  return new Promise((resolve, reject) => {
    const sent = send(url, { ...options, method, headers, timeout: patience }, resolve);
    sent.on('timeout', () => sent.destroy(new Error(`no answer for ${patience / 1000} s`)));
    sent.on('error', reject);
    sent.end(text);
  });
}
