import { describe, expect, it } from '@jest/globals';
import { encodeLaunchSettings } from '../../handler/contract.ts';
import { Fault } from '../../handler/fault.ts';
import { brokerAddress, job, launchSettings } from '../../handler/settings.ts';
import { settings } from './sample.ts';

const decode = (value: string | undefined) => launchSettings({ EVENT_JOBS_SETTINGS: value });
const broker = { AMQP_USERNAME: 'u', AMQP_PASSWORD: 'p' };

function fault(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Fault && error.exit === 'settings') return error.message;
    throw error;
  }
  throw new Error('there was no fault');
}

describe('launch settings', () => {
  it('come out as they went in', () => {
    expect(decode(encodeLaunchSettings(settings))).toEqual(settings);
  });

  it('hold no dollar sign, which Kubernetes would expand in a variable', () => {
    const encoded = encodeLaunchSettings({ ...settings, queue: '$(HOME) $$' });
    expect(encoded).not.toContain('$');
    expect(decode(encoded).queue).toBe('$(HOME) $$');
  });

  it.each([
    ['missing', undefined, 'EVENT_JOBS_SETTINGS is not set'],
    ['not JSON', '{', 'EVENT_JOBS_SETTINGS is not JSON; generate the manifests again'],
    ['null', 'null', 'EVENT_JOBS_SETTINGS is of version undefined; this launcher reads version 1; generate the manifests again'],
    [
      'of a later version',
      JSON.stringify({ ...settings, version: 3 }),
      'EVENT_JOBS_SETTINGS is of version 3; this launcher reads version 1; generate the manifests again',
    ],
    [
      'of a wrong type',
      JSON.stringify({ ...settings, deadline: '5' }),
      'EVENT_JOBS_SETTINGS is malformed: /deadline must be integer; generate the manifests again',
    ],
    [
      'of an unknown key',
      JSON.stringify({ ...settings, more: 1 }),
      'EVENT_JOBS_SETTINGS is malformed:  must NOT have additional properties; generate the manifests again',
    ],
  ])('that are %s are a fault that says so', (_, value, message) => {
    expect(fault(() => decode(value))).toBe(message);
  });
});

describe('the launcher’s environment', () => {
  it('has the Job that it belongs to', () => {
    expect(job({ POD_NAMESPACE: 'n', EVENT_JOBS_JOB_NAME: 'j', EVENT_JOBS_JOB_UID: 'u' })).toEqual({ namespace: 'n', name: 'j', uid: 'u' });
    expect(fault(() => job({ POD_NAMESPACE: 'n', EVENT_JOBS_JOB_NAME: 'j' }))).toBe('EVENT_JOBS_JOB_UID is not set');
  });

  it('has the broker’s address, with the predecessor’s defaults', () => {
    expect(brokerAddress(broker)).toEqual({ host: 'localhost', port: 5672, username: 'u', password: 'p' });
    expect(brokerAddress({ ...broker, AMQP_HOST: 'h', AMQP_PORT: '1' })).toMatchObject({ host: 'h', port: 1 });
  });

  it.each(['', '0', '65536', '1.5', 'amqp'])('refuses %j as a port', (AMQP_PORT) => {
    expect(fault(() => brokerAddress({ ...broker, AMQP_PORT }))).toBe('AMQP_PORT is not a port: 1 to 65535');
  });

  it('refuses to do without a password', () => {
    expect(fault(() => brokerAddress({ AMQP_USERNAME: 'u', AMQP_PASSWORD: '' }))).toBe('AMQP_PASSWORD is not set');
  });
});
