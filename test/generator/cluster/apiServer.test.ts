import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { apiServer } from '../../../generator/cluster/apiServer.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Request extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  body: string;
}

/** A server behind a path, as some platforms put their clusters; its statuses in turn, of which the last stays. */
async function served(...statuses: number[]) {
  const requests: Request[] = [];
  server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    requests.push({ method, url, headers, body: (await request.toArray()).join('') });
    response.statusCode = statuses[Math.min(requests.length, statuses.length) - 1] ?? 200;
    response.setHeader('warning', ['299 - "one"', '299 - "two"']).end('{"kind":"Status"}');
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const config = new KubeConfig();
  const { port } = server.address() as AddressInfo;
  config.loadFromClusterAndUser(
    { name: 'c', server: `http://127.0.0.1:${port}/k8s/c-1/`, skipTLSVerify: true },
    { name: 'u', token: 'secret' },
  );
  return { ask: await apiServer(config), requests, where: `http://127.0.0.1:${port}/k8s/c-1/` };
}

const question = { method: 'PATCH', path: '/api/v1/x?dryRun=All', body: { a: 'ä' }, contentType: 'application/apply-patch+yaml' } as const;

describe('the API server', () => {
  it('is asked below its own path, with the user’s token; its answer comes with its warnings', async () => {
    const { ask, requests } = await served(200);
    expect(await ask(question)).toEqual({ status: 200, body: '{"kind":"Status"}', warnings: ['one', 'two'] });
    expect(requests).toEqual([
      {
        ...{ method: 'PATCH', url: '/k8s/c-1/api/v1/x?dryRun=All', body: '{"a":"ä"}' },
        headers: expect.objectContaining({
          authorization: 'Bearer secret',
          'content-type': 'application/apply-patch+yaml',
          'content-length': '10',
        }),
      },
    ]);
  });

  it('is asked again where it says: later', async () => {
    const { ask, requests } = await served(429, 503, 201);
    expect(await ask(question)).toMatchObject({ status: 201 });
    expect(requests).toHaveLength(3);
  });

  it.each([403, 404, 409, 422, 500])('is taken at its word: %i', async (status) => {
    const { ask, requests } = await served(status);
    expect(await ask(question)).toMatchObject({ status });
    expect(requests).toHaveLength(1);
  });

  it('is no use to somebody whom it does not know', async () => {
    const { ask, where } = await served(401);
    await expect(ask(question)).rejects.toThrow(
      `the cluster at ${where} (context loaded-context) does not answer: 401: it does not know who asks; log in again`,
    );
  });
});
