import { ConfigError } from '../fault.ts';
import { checkSettings, type GivenSettings, type Settings } from '../settings.ts';
import { settingsTable } from '../settingsTable.ts';

/** A setting as the function's configuration has it. */
export interface FunctionSetting {
  name: string;
  isSwitch: boolean;
  means: string;
  default?: string | undefined;
  choices?: readonly string[] | undefined;
}

/** Those of the settings' table but the one of `--live`: a function sees no cluster. */
export const functionSettings: readonly FunctionSetting[] = settingsTable
  .map(({ flag, means, default: usual, choices }) => ({
    name: nameOf(flag),
    isSwitch: flag.includes('[boolean]'),
    means,
    default: usual,
    choices,
  }))
  .filter(({ name }) => name !== 'configMapName');

/** `--amqp-host <hosts>` is `amqpHost`. */
function nameOf(flag: string): string {
  const [dashed = ''] = flag.slice(2).split(' ');
  return dashed.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

interface Wrong {
  name: string;
  problem: string;
}

/** Of each setting that is not right, its name here and what is wrong; each line of checkSettings begins with the flag. */
export function settingsOf(given: GivenSettings): { settings: Settings } | { wrong: Wrong[] } {
  try {
    return { settings: checkSettings(given) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const lines = error.message.split('\n').map((line) => /^(--[a-z-]+)(?: \([A-Z_]+\))?:? (.*)$/.exec(line));
    return { wrong: lines.map((parts) => ({ name: nameOf(parts?.[1] ?? ''), problem: parts?.[2] ?? '' })) };
  }
}
