import { describe, expect, it } from '@jest/globals';
import { brokerAccess } from '../../../handler/local/brokerAccess.ts';
import type { Entry } from '../../../handler/local/entry.ts';
import { readManifests } from '../../../handler/local/manifests.ts';
import { Refusal } from '../../../handler/refusal.ts';
import { manifests, scaledJob } from './sample.ts';

const there = { host: 'rabbitmq.default', port: 5671 };
const entryOf = (broker = { hosts: [there], vhost: 'v', tls: false }) =>
  readManifests(manifests(scaledJob({ settings: { broker } })))[0] as Entry;
const broker = (environment: Record<string, string>, entry = entryOf()) => brokerAccess(entry, environment);
const credentials = { AMQP_USERNAME: 'u', AMQP_PASSWORD: 'p' };

describe('the broker', () => {
  it('is the manifest’s', () => {
    const login = { username: 'u', password: 'p' };
    expect(broker(credentials)).toEqual({ hosts: [there], vhost: 'v', login, certificates: undefined });
  });

  it('is the environment’s where that names one, before all of the manifest’s', () => {
    const two = entryOf({ hosts: [there, { host: 'second', port: 1 }], vhost: 'v', tls: false });
    expect(broker({ ...credentials, AMQP_HOST: 'elsewhere', AMQP_PORT: '5673' }, two).hosts).toEqual([{ host: 'elsewhere', port: 5673 }]);
    expect(broker({ ...credentials, AMQP_HOST: 'elsewhere' }, two).hosts).toEqual([{ host: 'elsewhere', port: 5671 }]);
    expect(broker({ ...credentials, AMQP_PORT: '5673' }, two).hosts).toEqual([{ host: 'rabbitmq.default', port: 5673 }]);
    expect(broker({ ...credentials, AMQP_HOST: '', AMQP_PORT: '' }, two).hosts).toHaveLength(2);
  });

  it('is met by TLS where the manifest says so, without files of a cluster’s', () => {
    expect(broker(credentials, entryOf({ hosts: [there], vhost: 'v', tls: true })).certificates?.()).toEqual({});
  });

  it.each(['0', '65536', '1.5', 'amqp'])('refuses %j as a port', (AMQP_PORT) => {
    expect(() => broker({ ...credentials, AMQP_PORT })).toThrow(new Refusal('AMQP_PORT is not a port: 1 to 65535'));
  });

  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('lets guest in on this machine: %s', (AMQP_HOST) => {
    expect(broker({ AMQP_HOST }).login).toEqual({ username: 'guest', password: 'guest' });
  });

  it.each([{}, { AMQP_HOST: '127.evil.example' }, { AMQP_USERNAME: 'u' }, { AMQP_PASSWORD: 'p' }])(
    'needs credentials anywhere else: %j',
    (environment) => {
      expect(() => broker(environment)).toThrow(/AMQP_USERNAME and AMQP_PASSWORD are not set/);
    },
  );

  it('needs them too where a cluster has a client certificate', () => {
    expect(() => broker({}, entryOf({ hosts: [there], vhost: 'v', tls: true }))).toThrow(/client certificate is a login only in a cluster/);
  });
});
