import { type Allowance, parseAllowance } from '../entry/foreignNamespaces.ts';
import { ConfigError } from '../fault.ts';
import { asGiven, checkSettings, type GivenSettings, type Settings } from '../settings.ts';
import { marker } from './marker.ts';

/** With what a directory was generated, beside the ConfigMaps' own texts: `check` reads it back, so that a shell's environment changes nothing. */
export interface Header {
  /** `[NAMESPACE/]NAME` of each; an earlier version wrote no namespace. */
  configMaps: readonly string[];
  settings: Settings;
  /** Entries that name no namespace run in their ConfigMap's, and not in the settings' scope. */
  scopeIsConfigMaps: boolean;
  allowed: readonly Allowance[];
}

const names = '# ConfigMaps:';
const flags = '# Settings:';
const scope = 'kubernetesJobScope';

/** The kustomization's first lines. */
export function headerText({ configMaps, settings, scopeIsConfigMaps, allowed }: Header): string {
  const given = Object.entries(asGiven(settings)).filter(([name]) => !(scopeIsConfigMaps && name === scope));
  const lines = [
    ...given.map(([name, value]) => `--${dashed(name)}=${value}`),
    ...allowed.map(({ from, to }) => `--allow-namespace=${from}:${to}`),
  ];
  const indented = (texts: readonly string[]) => texts.map((text) => `#   ${text}`);
  return `${[marker, names, ...indented(configMaps), flags, ...indented(lines)].join('\n')}\n`;
}

/** Of a kustomization's text; undefined where an earlier version wrote it, without settings. Throws a ConfigError where they are no settings. */
export function readHeader(text: string): Header | undefined {
  const [configMaps, lines] = [indentedBelow(text, names), indentedBelow(text, flags)];
  if (configMaps === undefined || lines === undefined) return undefined;
  const pairs = lines.map(pairOf);
  const allowed = pairs.filter(([name]) => name === 'allowNamespace').map(([, value]) => parseAllowance(value));
  const given = Object.fromEntries(pairs.filter(([name]) => name !== 'allowNamespace'));
  const scopeIsConfigMaps = !(scope in given);
  return { configMaps, settings: settingsOf(given), scopeIsConfigMaps, allowed };
}

/** Of whatever text: whose output it says that it lists. */
export function configMapsOf(text: string): string[] {
  return indentedBelow(text, names) ?? [];
}

/** Of whatever text: the settings that it records, each as `--NAME=VALUE`. */
export function settingLines(text: string): string[] {
  return indentedBelow(text, flags) ?? [];
}

function indentedBelow(text: string, title: string): string[] | undefined {
  const lines = text.split(/\r?\n/);
  const start = lines.indexOf(title) + 1;
  if (start === 0) return undefined;
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith('#   '));
  return lines.slice(start, end < 0 ? undefined : end).map((line) => line.slice(4));
}

function pairOf(line: string): [name: string, value: string] {
  const [, flag, value] = /^--([a-z-]+)=(.*)$/.exec(line) ?? [];
  if (flag === undefined || value === undefined) throw new ConfigError(`${line}: is no setting: --NAME=VALUE`);
  return [flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()), value];
}

const switches = ['amqpTls', 'networkPolicy'];
const defaults = { amqpHost: '', dockerRegistry: '', podNamespace: 'default', kubernetesJobScope: 'default' };

function settingsOf(given: Record<string, string>): Settings {
  const typed = Object.entries(given).map(([name, value]) => [name, switches.includes(name) ? value === 'true' : value]);
  const settings = checkSettings({ ...defaults, ...(Object.fromEntries(typed) as Partial<GivenSettings>) });
  const unknown = Object.keys(given).find((name) => !(name in asGiven(settings)));
  if (unknown !== undefined) throw new ConfigError(`--${dashed(unknown)}: another version of event-jobs wrote this setting`);
  return settings;
}

function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
