import { describe, expect, it } from '@jest/globals';
import { checkSettings } from '../../generator/settings.ts';

const given = { launcherImage: 'l:1', amqpHost: 'h', amqpPort: '5672', dockerRegistry: '', kubernetesJobScope: 'default' };

function problems(changed: object): string[] {
  try {
    checkSettings({ ...given, ...changed });
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

describe('settings', () => {
  it('come out checked, the port as a number', () => {
    expect(checkSettings(given)).toEqual({ ...given, amqpPort: 5672 });
  });

  it.each([
    [{ launcherImage: undefined }, /^--launcher-image \(LAUNCHER_IMAGE\) is missing: `make image`/],
    [{ launcherImage: 'A B' }, /^--launcher-image: A B is no image reference$/],
    [{ amqpHost: 'amqp://user:secret@h' }, /^--amqp-host is no host/],
    [{ amqpHost: 'h:5672' }, /^--amqp-host/],
    [{ amqpHost: '' }, /^--amqp-host/],
    [{ amqpPort: '0' }, /^--amqp-port: 0 is no port/],
    [{ amqpPort: '65536' }, /^--amqp-port/],
    [{ amqpPort: '5672x' }, /^--amqp-port/],
    [{ dockerRegistry: 'https://r' }, /^--docker-registry/],
    [{ kubernetesJobScope: 'a.b' }, /^--kubernetes-job-scope/],
    [{ kubernetesJobScope: 'n'.repeat(64) }, /^--kubernetes-job-scope/],
  ])('are refused: %j', (changed, message) => {
    expect(problems(changed)).toEqual([expect.stringMatching(message)]);
  });

  it('take an IPv6 address for a host', () => {
    expect(problems({ amqpHost: 'fd00::1' })).toEqual([]);
  });

  it('are told all at once', () => {
    expect(problems({ amqpPort: 'x', amqpHost: '/', launcherImage: undefined })).toHaveLength(3);
  });

  it('never repeat what may be a password', () => {
    expect(problems({ amqpHost: 'amqp://user:secret@h' }).join()).not.toContain('secret');
  });
});
