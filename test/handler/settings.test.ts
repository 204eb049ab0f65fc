import { describe, expect, it } from '@jest/globals';
import { encodeLaunchSettings } from '../../handler/contract.ts';
import { Fault } from '../../handler/fault.ts';
import { brokerLogin, job, launchSettings } from '../../handler/settings.ts';
import { settings } from './sample.ts';

const decode = (value: string | undefined) => launchSettings({ EVENT_JOBS_SETTINGS: value });

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

  it('has the index of a batch’s pod, and refuses what is none', () => {
    const own = { POD_NAMESPACE: 'n', EVENT_JOBS_JOB_NAME: 'j', EVENT_JOBS_JOB_UID: 'u' };
    expect(job({ ...own, EVENT_JOBS_JOB_INDEX: '0' }).index).toBe(0);
    expect(job({ ...own, EVENT_JOBS_JOB_INDEX: '12' }).index).toBe(12);
    for (const EVENT_JOBS_JOB_INDEX of ['', '-1', 'x'])
      expect(fault(() => job({ ...own, EVENT_JOBS_JOB_INDEX }))).toBe('EVENT_JOBS_JOB_INDEX is not an index');
  });

  it('has the broker’s user, and refuses to do without a password', () => {
    const user = { AMQP_USERNAME: 'u', AMQP_PASSWORD: 'p' };
    for (const hasCertificate of [true, false]) expect(brokerLogin(user, hasCertificate)).toEqual({ username: 'u', password: 'p' });
    expect(fault(() => brokerLogin({ AMQP_USERNAME: 'u', AMQP_PASSWORD: '' }, false))).toBe('AMQP_PASSWORD is not set');
    expect(fault(() => brokerLogin({ AMQP_PASSWORD: 'p' }, true))).toBe('AMQP_USERNAME is not set');
  });

  it('needs no user where there is a client certificate and no password', () => {
    expect(brokerLogin({}, true)).toBeUndefined();
    expect(brokerLogin({ AMQP_USERNAME: 'u', AMQP_PASSWORD: '' }, true)).toBeUndefined();
  });
});
