import { type Command, Option } from 'commander';
import { ConfigError, shown } from './fault.ts';
import type { GivenSettings } from './settings.ts';
import { otherSettings, type Setting, settingsTable } from './settingsTable.ts';

/** Gives a command the settings, each as a flag and as an environment variable. */
export function addSettings(command: Command): Command {
  for (const setting of settingsTable) command.addOption(optionOf(setting));
  for (const { flag, means } of otherSettings) command.addOption(new Option(flag, means).hideHelp());
  return command.addHelpText('after', `\nNo settings of this command:\n${otherSettings.map(otherText).join('\n')}`);
}

function optionOf({ flag, variable, means, default: text, choices }: Setting): Option {
  const option = new Option(flag, means.replaceAll('`', '')).env(variable);
  if (text !== undefined) option.default(text, text === '' ? 'none' : text);
  // The choices are for help and completion; what is none of them is told with all else that is wrong.
  return choices ? option.choices(choices).argParser((value) => value) : option;
}

function otherText({ flag, variable, means }: (typeof otherSettings)[number]): string {
  return `  ${flag.split(' ')[0]}, ${variable}: ${means}`;
}

export interface Given {
  settings: GivenSettings;
  configMapName: string;
  /** Somebody chose a namespace for entries that name none. */
  scopeIsGiven: boolean;
}

/** Of a parsed command. An empty variable counts as none. Throws a ConfigError where a flag is of those that are no settings. */
export function givenOf(command: Command): Given {
  refuseOthers(command);
  const given = Object.fromEntries(
    command.options.filter(({ envVar }) => envVar).map((option) => [option.attributeName(), chosen(command, option)]),
  );
  const { configMapName, ...settings } = given as unknown as GivenSettings & { configMapName: string };
  return { settings, configMapName, scopeIsGiven: sourceOf(command, 'kubernetesJobScope') !== 'default' };
}

function refuseOthers(command: Command): void {
  const refused = command.options
    .filter(({ hidden }) => hidden)
    .filter((option) => command.getOptionValue(option.attributeName()) !== undefined);
  if (refused.length > 0) throw new ConfigError(refused.map(({ long, description }) => `${long} ${description}`).join('\n'));
}

function chosen(command: Command, option: Option): string | boolean | undefined {
  const name = option.attributeName();
  const value = sourceOf(command, name) === 'default' ? option.defaultValue : command.getOptionValue(name);
  return option.optional ? isOn(option.long ?? '', value) : value;
}

function sourceOf(command: Command, name: string): string {
  const source = command.getOptionValueSource(name) ?? 'default';
  return source === 'env' && command.getOptionValue(name) === '' ? 'default' : source;
}

const on = ['true', '1', 'yes', 'on'];
/** The predecessor's words; another one is a slip, and no setting. */
const off = ['', 'false', '0', 'no', 'off'];

function isOn(long: string, value: string | boolean): boolean {
  if (typeof value === 'boolean') return value;
  const word = value.trim().toLowerCase();
  if (![...on, ...off].includes(word)) throw new ConfigError(`${long}: ${shown(value)} is neither on nor off: true or false`);
  return on.includes(word);
}

/** What a user may think to have set. */
export function otherSettingsNotes(environment: Readonly<Record<string, string | undefined>>): string[] {
  const set = otherSettings.filter(({ variable }) => (environment[variable] ?? '') !== '');
  return set.map(({ variable, means }) => `note: ${variable} is not read: it ${means}`);
}
