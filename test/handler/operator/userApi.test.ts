import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { Fault } from '../../../handler/fault.ts';
import { Unanswered, userApi } from '../../../handler/operator/userApi.ts';

/** With a certificate that is its own authority, and a plugin whose tokens are numbered and live so many milliseconds. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'user-api-'));
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...key, ...names, '-keyout', 'tls.key', '-out', 'ca.crt'], { cwd: folder, stdio: 'ignore' });
  writeFileSync(
    join(folder, 'plugin.cjs'),
    `const { appendFileSync, readFileSync } = require('node:fs');
    const [file, life] = process.argv.slice(2);
    appendFileSync(file, '.');
    const status = { token: 'token-' + readFileSync(file).length, expirationTimestamp: new Date(Date.now() + Number(life)).toISOString() };
    process.stdout.write(JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status }));`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function served(listener: RequestListener): Promise<{ port: number; connections: () => number }> {
  const [cert, key] = ['ca.crt', 'tls.key'].map((name) => readFileSync(join(folder, name)));
  let connections = 0;
  server = createServer({ cert, key }, listener).on('secureConnection', () => connections++);
  await new Promise<void>((resolve) => server?.listen(0, resolve));
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

function config(port: number, user: object): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromOptions({
    clusters: [{ name: 'here', server: `https://localhost:${port}`, caFile: join(folder, 'ca.crt') }],
    users: [{ name: 'me', ...user }],
    contexts: [{ name: 'mine', cluster: 'here', user: 'me' }],
    currentContext: 'mine',
  });
  return kubeConfig;
}

/** `uses`: the file that the plugin counts by. */
const plugin = (uses: string, life: number) => ({
  exec: { command: process.execPath, args: [join(folder, 'plugin.cjs'), join(folder, uses), String(life)] },
});

describe('the login of a kubeconfig', () => {
  it('is a new one where a plugin’s token has expired, over the same connection', async () => {
    const seen: (string | undefined)[] = [];
    const { port, connections } = await served(({ headers }, response) => {
      seen.push(headers.authorization);
      response.end('{}');
    });
    const ask = await userApi(config(port, plugin('expiring', 1000)));
    await ask('GET', '/');
    await sleep(1100);
    await ask('GET', '/');
    expect(seen).toEqual([expect.stringMatching(/^Bearer token-\d$/), expect.stringMatching(/^Bearer token-\d$/)]);
    expect(seen[0]).not.toBe(seen[1]);
    expect(connections()).toBe(1);
  });

  it('is asked for once by questions at the same moment, and kept while it lasts', async () => {
    const { port } = await served((_, response) => response.end('{}'));
    const uses = (file: string) => readFileSync(join(folder, file)).length;
    const short = await userApi(config(port, plugin('short', 1)));
    const before = uses('short');
    await Promise.all([short('GET', '/a'), short('GET', '/b'), short('GET', '/c')]);
    expect(uses('short')).toBe(before + 1);
    const long = await userApi(config(port, plugin('long', 600_000)));
    for (const path of ['/a', '/b']) await long('GET', path);
    expect(uses('long')).toBe(1);
  });

  it('that fails is said at once', async () => {
    const failing = { exec: { command: process.execPath, args: ['-e', 'console.error("log in first"); process.exit(1)'] } };
    await expect(userApi(config(1, failing))).rejects.toThrow('the login of context mine fails: log in first');
  });
});

describe('a question', () => {
  it('has its answer, whatever the status', async () => {
    const { port } = await served((_, response) => response.writeHead(403).end('{"message":"no"}'));
    const ask = await userApi(config(port, { token: 'x' }));
    expect(await ask('GET', '/')).toEqual({ status: 403, body: '{"message":"no"}' });
  });

  it('is asked again where the API server is busy', async () => {
    let asked = 0;
    const { port } = await served((_, response) => response.writeHead(asked++ === 0 ? 429 : 200).end('{}'));
    const ask = await userApi(config(port, { token: 'x' }));
    expect(await ask('GET', '/')).toMatchObject({ status: 200 });
    expect(asked).toBe(2);
  });

  it('that the API server cannot answer says so, and that it is there', async () => {
    const { port } = await served((_, response) => response.writeHead(500).end('{"message":"no key for it"}'));
    const ask = await userApi(config(port, { token: 'x' }), { retries: 1, minTimeout: 1 });
    const fault = await ask('GET', '/').catch((error) => error);
    expect(fault).toBeInstanceOf(Fault);
    expect(fault).not.toBeInstanceOf(Unanswered);
    expect(fault.message).toMatch(/ answers: .*no key for it/);
  });

  it('has none where the API server does not know who asks, or is not there', async () => {
    const { port } = await served((_, response) => response.writeHead(401).end());
    const ask = await userApi(config(port, { token: 'x' }));
    await expect(ask('GET', '/')).rejects.toThrow('401: it does not know who asks; log in again');
    await expect(ask('GET', '/')).rejects.toBeInstanceOf(Unanswered);
    const nobody = await userApi(config(1, { token: 'x' }));
    await expect(nobody('GET', '/')).rejects.toBeInstanceOf(Unanswered);
  });
});
