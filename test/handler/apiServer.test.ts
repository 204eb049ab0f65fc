import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { apiServer } from '../../handler/apiServer.ts';

/** A pod's folder: the certificate is its own authority. */
let credentials: string;
beforeAll(() => {
  credentials = mkdtempSync(join(tmpdir(), 'api-server-'));
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', 'tls.key', '-out', 'ca.crt'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...key, ...names, ...files], { cwd: credentials, stdio: 'ignore' });
  writeFileSync(join(credentials, 'token'), 'first\n');
});
afterAll(() => rmSync(credentials, { recursive: true }));

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function served(listener: RequestListener) {
  const [cert, key] = ['ca.crt', 'tls.key'].map((name) => readFileSync(join(credentials, name)));
  server = createServer({ cert, key }, listener);
  await new Promise<void>((resolve) => server?.listen(0, resolve));
  return apiServer({ host: 'localhost', port: (server.address() as AddressInfo).port, credentials });
}

describe('a call', () => {
  it('has the token as it is now, and a body of the right length', async () => {
    const seen: unknown[] = [];
    const { call } = await served(async (request, response) => {
      const { method, url, headers } = request;
      seen.push([method, url, headers.authorization, headers.accept, headers['content-type'], (await request.toArray()).join('')]);
      response.writeHead(202).end('{"a":"ä"}');
    });
    expect(await call('DELETE', '/a?b=c', '{"ö":1}')).toEqual({ status: 202, body: '{"a":"ä"}', retryAfter: undefined });
    writeFileSync(join(credentials, 'token'), 'second\n');
    await call('GET', '/d', undefined, 'application/json;as=Table');
    expect(seen).toEqual([
      ['DELETE', '/a?b=c', 'Bearer first', 'application/json', 'application/json', '{"ö":1}'],
      ['GET', '/d', 'Bearer second', 'application/json;as=Table', undefined, ''],
    ]);
  });

  it.each([
    ['2', 2000],
    ['0', undefined],
    ['Fri, 31 Dec 1999 23:59:59 GMT', undefined],
  ])('tells that it was asked to wait (%s)', async (header, retryAfter) => {
    const { call } = await served((_, response) => response.writeHead(429, { 'retry-after': header }).end());
    expect(await call('GET', '/')).toEqual({ status: 429, body: '', retryAfter });
  });

  it('is a transient fault where there is no answer, or half of one', async () => {
    const { call } = await served((request, response) => {
      if (request.url === '/half') response.writeHead(200, { 'content-length': 10 }).write('{');
      setTimeout(() => response.destroy(), 20);
    });
    for (const path of ['/none', '/half'])
      await expect(call('GET', path)).rejects.toMatchObject({ exit: 'transient', message: expect.stringMatching(/localhost:\d+: /) });
  });
});

describe('a watch', () => {
  const never = new AbortController().signal;

  it('gives whole lines, however they come, until the API server ends it', async () => {
    const { watch } = await served(async (_, response) => {
      const bytes = Buffer.from('{"type":"ADDED","a":"ä"}\n{"type":"DELETED"}\n{"half');
      for (const byte of bytes) await new Promise((written) => response.write(Buffer.of(byte), written));
      response.end();
    });
    const lines: string[] = [];
    await watch('/?watch=1', (line) => lines.push(line), never);
    expect(lines).toEqual(['{"type":"ADDED","a":"ä"}', '{"type":"DELETED"}']);
  });

  it('ends with the signal, before or after its first line', async () => {
    const { watch } = await served((_, response) => response.write('{}\n'));
    const end = new AbortController();
    await watch('/', () => end.abort(), end.signal);
    await watch('/', () => {}, AbortSignal.abort());
  });

  it('ends with what its reader throws, and so does its connection', async () => {
    const closed = Promise.withResolvers<void>();
    const { watch } = await served((_, response) => response.on('close', closed.resolve).write('{}\n'));
    const fault = new RangeError('a bug');
    const reading = watch(
      '/',
      () => {
        throw fault;
      },
      never,
    );
    await expect(reading).rejects.toBe(fault);
    await closed.promise;
  });

  it('is a transient fault where the API server refuses it or the connection breaks', async () => {
    const { watch } = await served((request, response) => {
      if (request.url === '/gone') response.writeHead(410).end('{"kind":"Status","message":"too old resource version"}');
      else response.write('{}\n', () => response.destroy());
    });
    await expect(watch('/gone', () => {}, never)).rejects.toMatchObject({
      exit: 'transient',
      message: 'the API server did not begin the watch: 410 too old resource version',
    });
    await expect(watch('/', () => {}, never)).rejects.toMatchObject({ exit: 'transient' });
  });

  it('is a transient fault where nothing comes for longer than it was to last', async () => {
    const { watch } = await served((_, response) => response.write('{}\n'));
    await expect(watch('/?timeoutSeconds=-9', () => {}, never)).rejects.toMatchObject({
      exit: 'transient',
      message: expect.stringContaining('silent for too long'),
    });
  });
});
