import { describe, expect, it } from '@jest/globals';
import { brokerOf } from '../../../handler/local/brokerAddress.ts';
import { readManifests } from '../../../handler/local/manifests.ts';
import { manifests, scaledJob } from './sample.ts';

const [entry] = readManifests(manifests(scaledJob()));
const broker = (environment: Record<string, string>) => brokerOf(entry as NonNullable<typeof entry>, environment);
const credentials = { AMQP_USERNAME: 'u', AMQP_PASSWORD: 'p' };

describe('the broker', () => {
  it('is the manifest’s', () => {
    expect(broker(credentials)).toEqual({ host: 'rabbitmq.default', port: 5671, username: 'u', password: 'p' });
  });

  it('is the environment’s where that names one', () => {
    expect(broker({ ...credentials, AMQP_HOST: 'elsewhere', AMQP_PORT: '5673' })).toMatchObject({ host: 'elsewhere', port: 5673 });
  });

  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('lets guest in on this machine: %s', (AMQP_HOST) => {
    expect(broker({ AMQP_HOST })).toMatchObject({ username: 'guest', password: 'guest' });
  });

  it.each([{}, { AMQP_HOST: '127.evil.example' }, { AMQP_USERNAME: 'u' }, { AMQP_PASSWORD: 'p' }])(
    'needs credentials anywhere else: %j',
    (environment) => {
      expect(() => broker(environment)).toThrow(/AMQP_USERNAME and AMQP_PASSWORD are not set/);
    },
  );
});
