import { ConfigError } from './fault.ts';
import { checkSettings, type GivenSettings, type Settings } from './settings.ts';
import { settingsTable } from './settingsTable.ts';

/** What a setting is called where it is no flag: `--amqp-host <hosts>` is `amqpHost`. */
export function settingName(flag: string): string {
  const [dashed = ''] = flag.slice(2).split(' ');
  return dashed.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Whether it is true or false. */
export function isSwitch(flag: string): boolean {
  return flag.includes('[boolean]');
}

const usual = Object.fromEntries(
  settingsTable.map(({ flag, default: text }) => [settingName(flag), isSwitch(flag) ? text === 'true' : text]),
);

interface Wrong {
  name: string;
  problem: string;
}

/** With the table's defaults for what is not given; or, of each setting that is not right, its name and what is wrong. */
export function namedSettings(given: Readonly<Record<string, unknown>>): { settings: Settings } | { wrong: Wrong[] } {
  try {
    return { settings: checkSettings({ ...usual, ...given } as unknown as GivenSettings) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { wrong: error.message.split('\n').map(wrongOf) };
  }
}

/** Each line of what checkSettings throws begins with the flag. */
function wrongOf(line: string): Wrong {
  const [, flag = '', problem = line] = /^(--[a-z-]+)(?: \([A-Z_]+\))?:? (.*)$/.exec(line) ?? [];
  return { name: settingName(flag), problem };
}
