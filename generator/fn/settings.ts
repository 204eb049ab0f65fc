import { isSwitch, settingName } from '../namedSettings.ts';
import { type Setting, settingsTable } from '../settingsTable.ts';

/** A setting as the function's configuration has it. */
export interface FunctionSetting extends Pick<Setting, 'means' | 'default' | 'choices'> {
  name: string;
  isSwitch: boolean;
}

/** Those of the settings' table but the one of `--live`: a function sees no cluster. */
export const functionSettings: readonly FunctionSetting[] = settingsTable
  .map(({ flag, ...setting }) => ({ ...setting, name: settingName(flag), isSwitch: isSwitch(flag) }))
  .filter(({ name }) => name !== 'configMapName');
