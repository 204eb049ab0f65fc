import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { liveConfigMap } from '../../../generator/check/recorded.ts';
import { addSettings } from '../../../generator/options.ts';
import { settings } from '../sample.ts';

const header = (...configMaps: string[]) => ({ configMaps, settings, scopeIsConfigMaps: false, allowed: [] });

describe('the ConfigMap that check --live reads', () => {
  it.each([
    ['the recorded one', header('team/x'), [], 'team/x'],
    ['the recorded one in the settings’ namespace', header('x'), [], 'default/x'],
    ['the recorded one in another namespace', header('team/x'), ['--pod-namespace', 'p'], 'p/x'],
    ['another', header('team/x'), ['--config-map-name', 'y'], 'default/y'],
    ['the usual one, where nothing is recorded', undefined, [], 'default/event-job-provisioner-configs'],
  ])('is %s', (_, recorded, flags, expected) => {
    const command = addSettings(new Command()).parse(flags, { from: 'user' });
    const podNamespace = command.getOptionValueSource('podNamespace') === 'cli' ? command.opts().podNamespace : 'default';
    const { namespace, name } = liveConfigMap(command, recorded, { ...settings, podNamespace });
    expect(`${namespace}/${name}`).toBe(expected);
  });
});
