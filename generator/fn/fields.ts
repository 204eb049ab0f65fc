import { mapOf } from '../configMap/objects.ts';
import { functionSettings } from './settings.ts';

/** What the function's configuration may say. */
export interface Field {
  name: string;
  /** Whether kpt's arguments, which are texts, can say it. */
  isArgument: boolean;
  /** Undefined where the value is none that is allowed. */
  read(value: unknown): unknown;
  allowed: string;
}

const settings: Field[] = functionSettings.map(({ name, isSwitch }) =>
  isSwitch ? flag(name) : { name, isArgument: true, read: textOf, allowed: 'text' },
);

export const fields: readonly Field[] = [
  ...settings,
  { name: 'entries', isArgument: false, read: mapOf, allowed: 'a map of queue entries, one key per queue' },
  { name: 'files', isArgument: false, read: pathsOf, allowed: 'a list of paths below the working directory' },
  flag('prune'),
];

function flag(name: string): Field {
  return { name, isArgument: true, read: booleanOf, allowed: 'true or false' };
}

function booleanOf(value: unknown): boolean | undefined {
  return new Map<unknown, boolean>([
    [true, true],
    [false, false],
    ['true', true],
    ['false', false],
  ]).get(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** None that leads out of where the function runs. */
function pathsOf(value: unknown): string[] | undefined {
  const isInside = (path: unknown) => typeof path === 'string' && path !== '' && !path.startsWith('/') && !path.split('/').includes('..');
  return Array.isArray(value) && value.every(isInside) ? value : undefined;
}
