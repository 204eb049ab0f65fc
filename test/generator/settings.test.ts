import { describe, expect, it } from '@jest/globals';
import { asGiven, checkSettings } from '../../generator/settings.ts';
import { settings } from './sample.ts';

const given = { launcherImage: 'l:1', amqpHost: 'h', dockerRegistry: '', podNamespace: 'default', kubernetesJobScope: 'default' };

function problems(changed: object): string[] {
  try {
    checkSettings({ ...given, ...changed });
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

describe('settings', () => {
  it('come out checked, hosts with the port that is usual', () => {
    const { amqpHost: _, ...same } = given;
    const rest = { amqpTls: false, networkPolicy: false, podSecurity: 'privileged', issuer: 'goci/kubernetes-event-job' };
    expect(checkSettings(given)).toEqual({ ...same, ...rest, amqpHosts: [{ host: 'h', port: 5672 }] });
    expect(checkSettings({ ...given, amqpTls: true }).amqpHosts).toEqual([{ host: 'h', port: 5671 }]);
    expect(checkSettings({ ...given, amqpTls: true, amqpPort: '1' }).amqpHosts).toEqual([{ host: 'h', port: 1 }]);
  });

  it('take several hosts with commas, and IPv6 addresses', () => {
    const hosts = checkSettings({ ...given, amqpHost: 'b, fd00::1,10.0.0.1' }).amqpHosts;
    expect(hosts.map(({ host }) => host)).toEqual(['b', 'fd00::1', '10.0.0.1']);
  });

  it('are what they were when they are given again', () => {
    const all = {
      ...settings,
      amqpTls: true,
      amqpHosts: ['a', 'b'].map((host) => ({ host, port: 1 })),
      issuer: 'our/platform "1"',
      clusterTriggerAuthentication: 'keda',
    };
    for (const one of [settings, all]) expect(checkSettings(asGiven(one))).toEqual(one);
  });

  it.each([
    [{ launcherImage: undefined }, /^--launcher-image \(LAUNCHER_IMAGE\) is missing: `make image`/],
    [{ issuer: '' }, /^--issuer is no issuer: one line of 1 to 256 characters$/],
    [{ issuer: 'two\nlines' }, /^--issuer/],
    [{ launcherImage: 'A B' }, /^--launcher-image: A B is no image reference$/],
    [{ amqpHost: 'amqp://user:secret@h' }, /^--amqp-host is no host/],
    [{ amqpHost: 'h:5672' }, /^--amqp-host/],
    [{ amqpHost: '' }, /^--amqp-host/],
    [{ amqpHost: 'a,' }, /^--amqp-host/],
    [{ amqpPort: '0' }, /^--amqp-port: 0 is no port/],
    [{ amqpPort: '65536' }, /^--amqp-port/],
    [{ amqpPort: '5672x' }, /^--amqp-port/],
    [{ dockerRegistry: 'https://r' }, /^--docker-registry/],
    [{ podNamespace: 'A' }, /^--pod-namespace: A is no namespace/],
    [{ kubernetesJobScope: 'a.b' }, /^--kubernetes-job-scope/],
    [{ kubernetesJobScope: 'n'.repeat(64) }, /^--kubernetes-job-scope/],
    [{ clusterTriggerAuthentication: '' }, /^--cluster-trigger-authentication/],
    [{ podSecurity: 'strict' }, /^--pod-security: strict is no level: privileged or restricted$/],
  ])('are refused: %j', (changed, message) => {
    expect(problems(changed)).toEqual([expect.stringMatching(message)]);
  });

  it('are told all at once', () => {
    expect(problems({ amqpPort: 'x', amqpHost: '/', launcherImage: undefined })).toHaveLength(3);
  });

  it('never repeat what may be a password', () => {
    expect(problems({ amqpHost: 'amqp://user:secret@h' }).join()).not.toContain('secret');
  });
});
