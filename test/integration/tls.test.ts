import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connectBroker } from '../../handler/broker.ts';
import { certificates } from '../../handler/certificates.ts';
import type { BrokerAccess } from '../../handler/connection.ts';
import { accessTo, Queue } from '../broker/queue.ts';
import { manifests, scaledJob } from '../handler/local/sample.ts';
import { launched } from './launching.ts';
import { OwnBroker } from './ownBroker.ts';

jest.setTimeout(60_000);

const broker = new OwnBroker();
const secrets: string[] = [];
let plain: number;
let secure: number;

/** A folder as the broker's Secret is mounted: its files, each from one that the broker was given or, with a newline, of this text. */
function secret(files: Record<string, string>): BrokerAccess['certificates'] {
  const folder = mkdtempSync(join(tmpdir(), 'event-jobs-secret-'));
  secrets.push(folder);
  for (const [name, from] of Object.entries(files)) {
    if (from.includes('\n')) writeFileSync(join(folder, name), from);
    else copyFileSync(join(broker.folder, 'pki', from), join(folder, name));
  }
  return () => certificates(folder);
}

const guest = { host: '127.0.0.1', username: 'guest', password: 'guest' };
const client = { 'ca.crt': 'ca.crt', 'tls.crt': 'client.crt', 'tls.key': 'client.key' };
const access = (files: Record<string, string>, more: Partial<BrokerAccess> = {}) =>
  accessTo({ ...guest, port: secure }, { certificates: secret(files), ...more });
const connecting = async (to: BrokerAccess) => (await connectBroker(to, 'test')).close();
const refused = (text: RegExp) => ({ exit: 'brokerRefused', message: expect.stringMatching(text) });

beforeAll(() => {
  const ports = broker.start('--tls');
  [plain, secure] = [ports.AMQP_PORT ?? 0, ports.AMQPS_PORT ?? 0];
  broker.run('ctl', 'add_user', 'jobs', 'unused');
  broker.run('ctl', 'clear_password', 'jobs');
  broker.run('ctl', 'set_permissions', 'jobs', '.*', '.*', '.*');
});
afterAll(() => {
  broker.run('stop');
  for (const folder of secrets) rmSync(folder, { recursive: true });
});

describe('a broker with TLS', () => {
  it.each([
    ['a password', { 'ca.crt': 'ca.crt' }, { username: 'guest', password: 'guest' }],
    ['a password and a certificate', client, { username: 'guest', password: 'guest' }],
    ['a certificate alone', client, undefined],
  ])('lets a launcher with %s take its message', async (_, files, login) => {
    const queue = await Queue.declare({}, { ...guest, port: plain });
    await queue.publish({ content: 'x' });
    const left = await launched({ settings: { queue: queue.name }, connect: () => connectBroker(access(files, { login }), 'test') });
    expect(left).toMatchObject([{ message: '"x"' }]);
    expect(await queue.ready()).toBe(0);
    await queue.delete();
  });

  it('lets event-jobs local in, which has its authority by NODE_EXTRA_CA_CERTS', async () => {
    const queue = await Queue.declare({}, { ...guest, port: plain });
    await queue.publish({ content: 'x' });
    const settings = { broker: { hosts: [{ host: '127.0.0.1', port: secure }], vhost: '/', tls: true } };
    const input = manifests(scaledJob({ queue: queue.name, command: ['sh', '-c', 'echo $MESSAGE'], settings }));
    const env = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: join(broker.folder, 'pki', 'ca.crt') };
    const state = join(broker.folder, 'pki', 'state');
    const local = (more: object) =>
      spawnSync(process.execPath, ['bin/event-jobs', 'local', '--drain', '--state', state], {
        input,
        encoding: 'utf8',
        env: { ...env, ...more },
      });
    expect(local({ NODE_EXTRA_CA_CERTS: '' })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('of no authority that is trusted'),
    });
    expect(local({})).toMatchObject({ status: 0, stdout: expect.stringMatching(/ \| "x"\n$/) });
    await queue.delete();
  });

  it('knows by the certificate who it is', async () => {
    const connected = await connectBroker(access(client, { login: undefined }), 'test');
    expect(broker.run('ctl', 'list_connections', 'user', 'auth_mechanism')).toContain('jobs\tEXTERNAL');
    await connected.close();
  });

  it('is refused, and for good, where its authority is not in ca.crt', async () => {
    for (const files of [{ 'ca.crt': 'other.crt' }, {}, { 'ca.crt': 'no certificate\n' }])
      await expect(connecting(access(files as Record<string, string>))).rejects.toMatchObject(
        refused(/of no authority that is trusted here .*ca\.crt/),
      );
  });

  it('is refused where its certificate is for another host', async () => {
    const to = access({ 'ca.crt': 'ca.crt' }, { hosts: [{ host: 'localhost', port: secure }] });
    await expect(connecting(to)).rejects.toMatchObject(refused(/broker at localhost:\d+.* not for this host: Host: localhost/));
  });

  it('is told from one that speaks no TLS on this port', async () => {
    const to = access({ 'ca.crt': 'ca.crt' }, { hosts: [{ host: '127.0.0.1', port: plain }] });
    await expect(connecting(to)).rejects.toMatchObject(refused(/no TLS is spoken on this port/));
  });

  it('tells that there is no such virtual host in its own words', async () => {
    const to = access(client, { login: undefined, vhost: 'none' });
    await expect(connecting(to)).rejects.toMatchObject(refused(/vhost none not found/));
  });

  it('refuses a certificate that is no user’s', async () => {
    const to = access({ 'ca.crt': 'ca.crt', 'tls.crt': 'server.crt', 'tls.key': 'server.key' }, { login: undefined });
    await expect(connecting(to)).rejects.toMatchObject(refused(/ACCESS_REFUSED .*EXTERNAL/));
  });

  it('is not met with a key that is not the certificate’s, or is none, and no word of it is told', async () => {
    const key = readFileSync(join(broker.folder, 'pki', 'server.key'), 'utf8');
    for (const other of [key, key.replace(/^M/m, '!')]) {
      const fault = await connecting(access({ ...client, 'tls.key': other })).catch((error: Error) => error);
      expect(fault).toMatchObject(refused(/tls\.key of the broker's Secret cannot be used/));
      expect(String((fault as Error).stack)).not.toContain(key.split('\n')[1]);
    }
  });
});

describe('a broker that wants a certificate of every client', () => {
  beforeAll(() => {
    broker.run('down');
    broker.start('--mutual-tls');
  });

  it('refuses one without', async () => {
    await expect(connecting(access({ 'ca.crt': 'ca.crt' }))).rejects.toMatchObject(
      refused(/refused our side of TLS .*CERTIFICATE_REQUIRED/),
    );
  });

  it('refuses one of an authority that it does not know', async () => {
    const stranger = { 'ca.crt': 'ca.crt', 'tls.crt': 'other.crt', 'tls.key': 'other.key' };
    await expect(connecting(access(stranger, { login: undefined }))).rejects.toMatchObject(refused(/refused our side of TLS/));
  });

  it('lets its own in', async () => {
    await connecting(access(client, { login: undefined }));
  });
});

it('a broker whose certificate has expired is refused', async () => {
  broker.run('down');
  const sign = 'x509 -req -in server.csr -CA ca.crt -CAkey ca.key -days -1 -out server.crt'.split(' ');
  execFileSync('openssl', sign, { cwd: join(broker.folder, 'pki'), stdio: 'ignore' });
  broker.start('--tls');
  await expect(connecting(access({ 'ca.crt': 'ca.crt' }))).rejects.toMatchObject(refused(/has expired \(CERT_HAS_EXPIRED\)/));
});
