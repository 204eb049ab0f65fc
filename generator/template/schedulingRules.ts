import { labelValuePattern } from '../entry/names.ts';
import type { Finding } from '../fault.ts';
import { below, when } from './finding.ts';
import { type Fields, isMap, maps } from './json.ts';
import { scalarOf } from './scalars.ts';

export const schedulingRules: Readonly<Record<string, (value: Fields) => Finding[]>> = {
  Toleration: toleration,
  NodeSelectorTerm: ({ matchExpressions, matchFields }) => [
    ...maps(matchExpressions).flatMap((one, index) => below('matchExpressions', below(index, expression(one)))),
    ...maps(matchFields).flatMap((one, index) => below('matchFields', below(index, nodeField(one)))),
  ],
  LabelSelectorRequirement: expression,
  TopologySpreadConstraint: (value) => [
    ...when(
      value.minDomains !== undefined && value.whenUnsatisfiable !== 'DoNotSchedule',
      ['minDomains'],
      `stands with ${value.whenUnsatisfiable}`,
      'with whenUnsatisfiable: DoNotSchedule only',
    ),
    ...labelKeys(value, 'matchLabelKeys'),
  ],
  PodAffinityTerm: (value) => {
    const mismatched = Array.isArray(value.mismatchLabelKeys) ? value.mismatchLabelKeys : [];
    const both = (Array.isArray(value.matchLabelKeys) ? value.matchLabelKeys : []).some((key) => mismatched.includes(key));
    return [
      ...labelKeys(value, 'matchLabelKeys'),
      ...labelKeys(value, 'mismatchLabelKeys'),
      ...when(both, ['mismatchLabelKeys'], 'has a key that matchLabelKeys has too', 'each in one of them'),
    ];
  },
};

const nodeName = scalarOf('Subdomain');
const labelValue = new RegExp(labelValuePattern);

function toleration({ key, operator, value, effect, tolerationSeconds }: Fields): Finding[] {
  const text = typeof value === 'string' ? value : '';
  return [
    ...when(
      !key && operator !== 'Exists',
      ['operator'],
      'is not Exists, although there is no key',
      'a key, or operator: Exists for all of them',
    ),
    ...when(operator === 'Exists' && text !== '', ['value'], 'stands with the operator Exists', 'no value'),
    ...when(
      operator !== 'Exists' && !labelValue.test(text),
      ['value'],
      `${JSON.stringify(text)} is not valid`,
      'it must be at most 63 letters, digits, -, _ and .',
    ),
    ...when(
      tolerationSeconds !== undefined && effect !== 'NoExecute',
      ['tolerationSeconds'],
      'stands without the effect NoExecute',
      'with effect: NoExecute only',
    ),
  ];
}

function expression({ operator, values }: Fields): Finding[] {
  const count = Array.isArray(values) ? values.length : 0;
  const bad = (Array.isArray(values) ? values : []).findIndex((value) => typeof value === 'string' && !labelValue.test(value));
  return [
    ...when(
      (operator === 'In' || operator === 'NotIn') && count === 0,
      ['values'],
      'is missing',
      `the operator ${operator} needs at least one`,
    ),
    ...when(
      (operator === 'Exists' || operator === 'DoesNotExist') && count > 0,
      ['values'],
      `stands with the operator ${operator}`,
      'none',
    ),
    ...when(
      (operator === 'Gt' || operator === 'Lt') && count !== 1,
      ['values'],
      `has ${count} values`,
      `the operator ${operator} needs one`,
    ),
    ...when(bad >= 0, ['values', bad], 'is no label value', 'it must be at most 63 letters, digits, -, _ and .'),
  ];
}

function nodeField({ key, operator, values }: Fields): Finding[] {
  const count = Array.isArray(values) ? values.length : 0;
  return [
    ...when(key !== 'metadata.name', ['key'], `${JSON.stringify(key)} is not valid`, 'it must be metadata.name'),
    ...when(operator !== 'In' && operator !== 'NotIn', ['operator'], `${operator} is not valid`, 'it must be In or NotIn'),
    ...when(count !== 1, ['values'], `has ${count} values`, 'one'),
    ...when(count === 1 && !nodeName.fits((values as unknown[])[0]), ['values', 0], 'is not valid', `it must be ${nodeName.allowed}`),
  ];
}

function labelKeys(value: Fields, name: string): Finding[] {
  const keys = Array.isArray(value[name]) ? (value[name] as unknown[]) : [];
  const selector = isMap(value.labelSelector) ? value.labelSelector : {};
  const selected = [
    ...Object.keys(isMap(selector.matchLabels) ? selector.matchLabels : {}),
    ...maps(selector.matchExpressions).map(({ key }) => key),
  ];
  return [
    ...when(keys.length > 0 && !isMap(value.labelSelector), [name], 'stands without a labelSelector', 'with one only'),
    ...keys.flatMap((key, index) =>
      when(name === 'matchLabelKeys' && selected.includes(key), [name, index], 'is in the labelSelector too', 'in one of them'),
    ),
  ];
}
