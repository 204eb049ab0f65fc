import { defaultBrokerSecret } from '../entry/broker.ts';
import { byName } from '../entry/names.ts';
import { settingName } from '../namedSettings.ts';
import { settingsTable } from '../settingsTable.ts';
import { shellWord } from '../shell.ts';
import type { PredecessorSetting } from './predecessor.ts';

type Setting = Pick<PredecessorSetting, 'variable' | 'value'>;

/** The settings of generate among the predecessor's, by their flags; the last of a name counts. */
function flagsOf(settings: readonly Setting[]): [flag: string, value: string][] {
  const values = new Map(settings.flatMap(({ variable, value }) => (value === undefined ? [] : [[variable, value] as const])));
  // Of `--live` only.
  values.delete('CONFIG_MAP_NAME');
  return settingsTable.flatMap(({ variable, flag }) => {
    const value = values.get(variable);
    return value === undefined ? [] : [[flag.split(' ')[0] ?? '', value] as [string, string]];
  });
}

/** As namedSettings takes them, with an image that stands for the launcher's. */
export function generateSettings(settings: readonly Setting[]): Record<string, string> {
  return { ...Object.fromEntries(flagsOf(settings).map(([flag, value]) => [settingName(flag), value])), launcherImage: 'launcher' };
}

/** The commands that make of the ConfigMap what the predecessor's settings and credentials were. No credential is in them. */
export function nextSteps(file: string, settings: readonly Setting[], namespaces: readonly string[]): string[] {
  const flags = flagsOf(settings).map(([flag, value]) => `${flag} ${shellWord(value)}`);
  const login = ['AMQP_USERNAME', 'AMQP_PASSWORD'].map((name) => `--from-literal=${name}="$${name}"`).join(' ');
  const secrets = [...new Set(namespaces)]
    .sort(byName)
    .map((namespace) => `kubectl create secret generic ${defaultBrokerSecret} --namespace ${namespace} ${login}`);
  const generate = ['event-jobs generate', '-f', shellWord(file), '-o generated', '--launcher-image IMAGE', ...flags].join(' ');
  return [generate, ...secrets, 'kubectl apply --server-side -k generated'];
}
