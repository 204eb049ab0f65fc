import { byName } from '../entry/names.ts';
import type { Finding } from '../fault.ts';
import { containerRules } from './containerRules.ts';
import { environmentRules } from './environmentRules.ts';
import { type Field, fieldsOf } from './field.ts';
import { below } from './finding.ts';
import { type Fields, isMap, shown } from './json.ts';
import { podRules } from './podRules.ts';
import { probeRules } from './probeRules.ts';
import { schedulingRules } from './schedulingRules.ts';
import { securityRules } from './securityRules.ts';
import type { Typed } from './typing.ts';
import { volumeRules } from './volumeRules.ts';

/**
 * What the API server finds only when KEDA makes the first Job (ValidatePodTemplateSpec, pkg/apis/core/validation), as far as it is
 * common and the patch alone shows it. Each rule gets a value of its type with nothing wrongly typed in it.
 */
const rules: Readonly<Record<string, (value: Fields) => Finding[]>> = {
  ...podRules,
  ...containerRules,
  ...environmentRules,
  ...probeRules,
  ...securityRules,
  ...volumeRules,
  ...schedulingRules,
};

/** What makes an item of a merged list unique for KEDA's CRD, where that is more than its merge key. */
const identities: Readonly<Record<string, readonly string[]>> = {
  ContainerPort: ['containerPort', 'protocol'],
  TopologySpreadConstraint: ['topologyKey', 'whenUnsatisfiable'],
};

export function ruleFindings({ sound, torn }: Pick<Typed, 'sound' | 'torn'>, type = 'PodTemplateSpec'): Finding[] {
  const own = torn.has(sound) ? [] : (rules[type]?.(sound) ?? []);
  const inner = [...(fieldsOf(type)?.values() ?? [])].flatMap((field) => below(field.name, inField(sound[field.name], field, torn)));
  return [...own, ...inner];
}

function inField(value: unknown, field: Field, torn: Typed['torn']): Finding[] {
  if (field.shape === 'one') return isMap(value) ? ruleFindings({ sound: value, torn }, field.type) : [];
  if (!Array.isArray(value)) return [];
  const inItems = value.flatMap((item, index) => (isMap(item) ? below(index, ruleFindings({ sound: item, torn }, field.type)) : []));
  return [...repeated(value, field), ...inItems];
}

function repeated(list: readonly unknown[], { type, mergeKey }: Field): Finding[] {
  if (mergeKey === undefined) return [];
  const keys = identities[type] ?? [mergeKey];
  const texts = list.map((item) => (isMap(item) && item[mergeKey] !== undefined ? identity(item, keys) : undefined));
  return texts.flatMap((text, index) => {
    const first = texts.indexOf(text);
    if (text === undefined || first === index) return [];
    const item = list[index] as Fields;
    return [
      {
        path: [index, mergeKey],
        problem: `${shown(item[mergeKey])} is in [${first}] already`,
        allowed: `each ${keys.join(' with its ')} once`,
      },
    ];
  });
}

function identity(item: Fields, keys: readonly string[]): string {
  return JSON.stringify(keys.toSorted(byName).map((key) => item[key] ?? (key === 'protocol' ? 'TCP' : '')));
}
