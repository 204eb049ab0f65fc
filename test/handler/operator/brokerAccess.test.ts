import { describe, expect, it } from '@jest/globals';
import { brokerAccess } from '../../../handler/operator/brokerAccess.ts';

const broker = {
  hosts: [
    { host: 'one.example.com', port: 5671 },
    { host: 'two.example.com', port: 5671 },
  ],
  vhost: '/orders',
  tls: false,
};
const base64 = (text: string) => Buffer.from(text).toString('base64');
const secret = (data: Record<string, string>) => ({
  metadata: { name: 'event-jobs-broker' },
  data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)])),
});
const login = { AMQP_USERNAME: 'jobs', AMQP_PASSWORD: 's3cret' };

describe('a person reaches the broker of an entry', () => {
  it('as its launchers do', () => {
    expect(brokerAccess(broker, {}, secret(login))).toEqual({
      hosts: broker.hosts,
      vhost: '/orders',
      login: { username: 'jobs', password: 's3cret' },
      certificates: undefined,
    });
  });

  it('by another address and login, if told so', () => {
    const mine = { username: 'me', password: 'mine' };
    const access = brokerAccess(broker, { host: '127.0.0.1', port: 15_672, login: mine }, undefined);
    expect(access).toMatchObject({ hosts: [{ host: '127.0.0.1', port: 15_672 }], login: mine });
    expect(brokerAccess(broker, { port: 1 }, secret(login)).hosts).toEqual([{ host: 'one.example.com', port: 1 }]);
  });

  it('with TLS by the Secret’s files, and through a forwarded port still asks for the broker’s own name', () => {
    const files = { 'ca.crt': 'A', 'tls.crt': 'C', 'tls.key': 'K' };
    const here = brokerAccess({ ...broker, tls: true }, { host: '127.0.0.1' }, secret(files));
    expect(here.login).toBeUndefined();
    expect(here.certificates?.()).toEqual({
      ...{ ca: Buffer.from('A'), cert: Buffer.from('C'), key: Buffer.from('K') },
      servername: 'one.example.com',
    });
    expect(brokerAccess(broker, { tls: true }, secret(login)).certificates?.()).toEqual({});
  });

  it('not without a login, and is told what to do', () => {
    expect(() => brokerAccess(broker, {}, secret({}))).toThrow('Secret event-jobs-broker has none; set AMQP_USERNAME and AMQP_PASSWORD');
    expect(() => brokerAccess(broker, {}, undefined)).toThrow('the entry names no Secret; set');
    expect(() => brokerAccess(broker, {}, undefined, 'media/event-jobs-broker')).toThrow(
      'Secret media/event-jobs-broker is not there; set',
    );
  });
});
