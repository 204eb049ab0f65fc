import { domain } from '../../handler/contract.ts';
import { mapOf } from '../configMap/objects.ts';
import { nearest } from '../entry/nearest.ts';
import type { Fault } from '../fault.ts';
import { namedSettings } from '../namedSettings.ts';
import type { Settings } from '../settings.ts';
import { type Field, fields } from './fields.ts';

/** What the function's configuration is, unless it is a ConfigMap, as kpt makes one of its arguments. */
export const functionKind = { apiVersion: `${domain}/v1alpha1`, kind: 'EventJobsGenerator' } as const;

export interface FunctionConfig {
  settings: Settings;
  /** Queue entries in the configuration itself. */
  entries?: Record<string, unknown>;
  /** Paths of files with ConfigMaps. */
  files: string[];
  /** Whether the ScaledJobs of entries that are gone go, too. */
  prune: boolean;
}

type ConfigFault = Pick<Fault, 'path' | 'problem' | 'allowed'>;

/** The configuration, or all that is wrong with it. The environment has no part in it. */
export function readFunctionConfig(value: unknown): { config: FunctionConfig } | { faults: ConfigFault[] } {
  const { apiVersion, kind, spec, data } = mapOf(value) ?? {};
  const isArguments = kind === 'ConfigMap';
  const isOwn = apiVersion === functionKind.apiVersion && kind === functionKind.kind;
  const at = isArguments ? 'data' : 'spec';
  const said = mapOf(isArguments ? data : spec) ?? {};
  const known = fields.filter(({ isArgument }) => isArgument || !isArguments);
  const read = Object.fromEntries(known.map((field) => [field.name, field.read(said[field.name])]));
  const checked = namedSettings(defined(read));
  const faults = [
    ...(kind === undefined || isArguments || isOwn ? [] : [otherKind]),
    ...Object.keys(said).flatMap((name) => unknownFaults(at, name, known)),
    ...known.filter(({ name }) => said[name] !== undefined && read[name] === undefined).map((field) => wrong(at, field)),
    ...('wrong' in checked ? checked.wrong.map(({ name, problem }) => ({ path: `${at}.${name}`, problem })) : []),
  ];
  if (faults.length > 0 || 'wrong' in checked) return { faults };
  const { entries, files = [], prune = false } = read as Partial<FunctionConfig>;
  return { config: { settings: checked.settings, ...(entries && { entries }), files, prune } };
}

function defined(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
}

const otherKind: ConfigFault = {
  path: 'kind',
  problem: 'is no configuration of event-jobs fn',
  allowed: `apiVersion: ${functionKind.apiVersion}, kind: ${functionKind.kind}; or a ConfigMap with the settings as its data`,
};

function unknownFaults(at: string, name: string, known: readonly Field[]): ConfigFault[] {
  const names = known.map((field) => field.name);
  if (names.includes(name)) return [];
  const meant = nearest(name, names);
  return [
    { path: `${at}.${name}`, problem: 'is an unknown key', allowed: meant ? `did you mean ${meant}?` : `allowed: ${names.join(', ')}` },
  ];
}

function wrong(at: string, { name, allowed }: Field): ConfigFault {
  return { path: `${at}.${name}`, problem: 'is not valid', allowed: `it must be ${allowed}` };
}
