import type { FromSchema } from 'json-schema-to-ts';
import { contractVariables } from '../../handler/contract.ts';
import type { Finding } from '../fault.ts';
import {
  configKeyPattern,
  dnsLabelPattern,
  dnsSubdomainPattern,
  environmentNamePattern,
  labelKey,
  nameLimit,
  sortedByName,
} from './names.ts';
import { canonicalQuantity, parseQuantity } from './quantities.ts';

const name = {
  type: 'string',
  pattern: environmentNamePattern,
  refused: { names: contractVariables, because: 'the launcher sets it for every message' },
  allowed: 'a name of printable ASCII characters without =',
} as const;

const value = { type: 'string', pattern: '^[^\\u0000]*$', allowed: 'text without NUL' } as const;

const objectName = { type: 'string', pattern: dnsSubdomainPattern, maxLength: nameLimit, allowed: "an object's name" } as const;

const keyOfObject = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'key'],
  properties: {
    name: objectName,
    key: { type: 'string', pattern: configKeyPattern, maxLength: nameLimit, allowed: 'text of letters, digits, -, _ and .' },
    optional: { type: 'boolean' },
  },
  allowed: 'a map of name, key and optional',
} as const;

const fieldRef = {
  type: 'object',
  additionalProperties: false,
  required: ['fieldPath'],
  properties: {
    apiVersion: { const: 'v1', allowed: 'v1' },
    fieldPath: {
      type: 'string',
      pattern: `^(?:metadata\\.(?:name|namespace|uid|(?:labels|annotations)\\['${labelKey}'\\])|spec\\.(?:nodeName|serviceAccountName)|status\\.(?:host|pod)IPs?)$`,
      allowed:
        "metadata.name, .namespace, .uid, .labels['KEY'] or .annotations['KEY'], spec.nodeName or .serviceAccountName, status.hostIP(s) or .podIP(s)",
    },
  },
  allowed: 'a map with fieldPath',
} as const;

const resourceFieldRef = {
  type: 'object',
  additionalProperties: false,
  required: ['resource'],
  properties: {
    resource: {
      type: 'string',
      pattern: '^(?:limits|requests)\\.(?:cpu|memory|ephemeral-storage|hugepages-.+)$',
      allowed: 'limits or requests, a dot, and cpu, memory, ephemeral-storage or hugepages-SIZE',
    },
    divisor: { type: ['string', 'number'], quantity: true, allowed: 'a quantity such as 1, 1m or 1Mi' },
    containerName: { type: 'string', pattern: dnsLabelPattern, maxLength: 63, allowed: "a container's name" },
  },
  fittingDivisor: true,
  allowed: 'a map of resource, divisor and containerName',
} as const;

/** Which divisors Kubernetes takes (validateContainerResourceDivisor in its pkg/apis/core/validation). */
export function divisorMisfit({ resource, divisor }: { resource?: unknown; divisor?: unknown }): Finding[] {
  const text = String(divisor ?? 0);
  if (typeof resource !== 'string' || parseQuantity(text) === undefined) return [];
  const right = resource.endsWith('.cpu') ? ['1', '1m'] : byteDivisors;
  if (['0', ...right].includes(canonicalQuantity(text))) return [];
  return [{ path: ['divisor'], problem: `${text} is none of ${resource}`, allowed: `it must be ${right.join(', ')}` }];
}

const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

const valueFrom = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: { configMapKeyRef: keyOfObject, secretKeyRef: keyOfObject, fieldRef, resourceFieldRef },
  allowed: 'a map with one of configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef',
} as const;

const variable = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: { name, value, valueFrom },
  notBoth: ['value', 'valueFrom'],
  allowed: '{name, value} or {name, valueFrom}',
} as const;

export const environmentSchema = {
  description: "Variables of the processor. They win over the message's own.",
  anyOf: [
    { type: 'object', propertyNames: name, additionalProperties: value },
    { type: 'array', items: variable, uniqueNames: true },
  ],
  allowed: 'a map of names to text, or a list of {name, value} and {name, valueFrom}',
} as const;

type Environment = FromSchema<typeof environmentSchema>;
type Variable = FromSchema<typeof variable>;

/** A map has no order of its own; a list keeps the user's, as `$(NAME)` in a value only sees the variables before it. */
export function variables(environment: Environment): object[] {
  if (Array.isArray(environment)) return environment.map(canonicalVariable);
  return Object.entries(sortedByName(environment)).map(([name, value]) => canonicalVariable({ name, value }));
}

export function variableNames(environment: Environment): string[] {
  return Array.isArray(environment) ? environment.map(({ name }) => name) : Object.keys(sortedByName(environment));
}

/** KEDA's first write drops an empty value and spells out a missing divisor. */
function canonicalVariable({ name, value, valueFrom }: Variable): object {
  if (!valueFrom) return value ? { name, value } : { name };
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = valueFrom;
  if (configMapKeyRef) return { name, valueFrom: { configMapKeyRef: keyReference(configMapKeyRef) } };
  if (secretKeyRef) return { name, valueFrom: { secretKeyRef: keyReference(secretKeyRef) } };
  if (fieldRef)
    return { name, valueFrom: { fieldRef: { ...(fieldRef.apiVersion && { apiVersion: 'v1' }), fieldPath: fieldRef.fieldPath } } };
  return { name, valueFrom: { resourceFieldRef: resourceReference(resourceFieldRef ?? { resource: '' }) } };
}

function keyReference({ name, key, optional }: FromSchema<typeof keyOfObject>): object {
  return { name, key, ...(optional !== undefined && { optional }) };
}

function resourceReference({ containerName, resource, divisor }: FromSchema<typeof resourceFieldRef>): object {
  return { ...(containerName !== undefined && { containerName }), resource, divisor: canonicalQuantity(String(divisor ?? 0)) };
}
