import type { Blame } from '../configMap/blame.ts';
import type { Fault, Step } from '../fault.ts';
import { otherSettings, settingsTable } from '../settingsTable.ts';
import type { Predecessor, PredecessorSetting } from './predecessor.ts';

export const credentials = ['AMQP_USERNAME', 'AMQP_PASSWORD'];
const variables = [...settingsTable, ...otherSettings].map(({ variable }) => variable);

/** The predecessor's chart and example spell some with Q and M changed about, which its program never read. */
export function variableOf(name: string): string | undefined {
  const meant = name.replace(/^AQMP_/, 'AMQP_');
  return variables.includes(meant) ? meant : undefined;
}

interface Said {
  /** As it is spelled. */
  name: string;
  value: unknown;
  path: readonly Step[];
}

/** One setting and what there is to say of it. A credential's value is dropped here, before anything can print it. */
export function settingOf({ name, value, path }: Said, blame: Blame): Pick<Predecessor, 'settings' | 'changes'> {
  const variable = variableOf(name) ?? name;
  const isSecret = credentials.includes(variable);
  const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const setting: PredecessorSetting = {
    variable,
    ...(isText && !isSecret && { value: String(value) }),
    blame: (problem) => blame(path, 'value', problem),
  };
  const misspelled =
    name === variable ? [] : [blame(path, 'key', `${name}: taken for ${variable}; the predecessor itself never read this spelling`)];
  return { settings: [setting], changes: [...misspelled, ...settingChanges(setting, isSecret, path, blame)] };
}

function settingChanges({ variable, value }: PredecessorSetting, isSecret: boolean, path: readonly Step[], blame: Blame): Fault[] {
  const { flag } = settingsTable.find((one) => one.variable === variable) ?? {};
  if (isSecret)
    return [blame(path, 'value', `${variable} is in no file any more, but in the Secret event-jobs-broker; see below how to make it`)];
  if (variable === 'CONFIG_MAP_NAME')
    return [blame(path, 'value', 'is only needed with `generate --live`; files say their names themselves')];
  if (flag === undefined) return [blame(path, 'value', `${variable}: nothing reloads: generate and apply after each edit`)];
  if (value === undefined) return [blame(path, 'value', `${variable} comes from elsewhere: give it as ${flag}`)];
  return [blame(path, 'value', `is the setting ${flag.split(' ')[0]} of generate; see below`)];
}
