import type { FromSchema } from 'json-schema-to-ts';
import type { Finding } from '../fault.ts';
import { byName, sortedByName } from './names.ts';
import { canonicalQuantity, parseQuantity } from './quantities.ts';

export const amounts = {
  type: 'object',
  propertyNames: {
    type: 'string',
    pattern:
      '^(?:cpu|memory|ephemeral-storage|hugepages-[1-9][0-9]*[KMGT]i|(?!requests\\.)(?=[^/]{1,253}/)[a-z0-9][-a-z0-9.]*/[A-Za-z0-9][-A-Za-z0-9_.]*)$',
    allowed: 'cpu, memory, ephemeral-storage, hugepages-SIZE, or an extended resource such as example.com/gpu',
  },
  additionalProperties: {
    type: ['string', 'number'],
    quantity: true,
    allowed: 'a quantity such as 500m, "1" or 64Mi',
  },
  allowed: 'a map of resource names to quantities',
} as const;

export const resourcesSchema = {
  description: "What the processor's container requests, and is limited to. `requests` and `limits` each replace the default as a whole.",
  type: 'object',
  additionalProperties: false,
  properties: { requests: amounts, limits: amounts },
  fitting: true,
  allowed: 'a map of requests and limits',
} as const;

export type Resources = FromSchema<typeof resourcesSchema>;
type Amounts = FromSchema<typeof amounts>;

export const defaultResources = {
  requests: { cpu: '10m', memory: '56Mi' },
  limits: { cpu: '25m', memory: '96Mi' },
} as const satisfies Resources;

/** Empty maps are left out, as KEDA's first write drops them. */
export function canonicalResources({ requests, limits }: Resources): object {
  return { ...canonicalAmounts('requests', requests), ...canonicalAmounts('limits', limits) };
}

function canonicalAmounts(name: string, amounts: Amounts | undefined): object {
  const entries = Object.entries(sortedByName(amounts ?? {}));
  if (entries.length === 0) return {};
  return { [name]: Object.fromEntries(entries.map(([resource, amount]) => [resource, canonicalQuantity(String(amount))])) };
}

/** What Kubernetes would say only when a Job's pod is made: requests over limits, and whole devices that differ or are split. */
export function misfits(given: Resources, defaults: Resources = defaultResources): Finding[] {
  const { requests = {}, limits = {} }: Resources = { ...defaults, ...given };
  const names = [...new Set([...Object.keys(requests), ...Object.keys(limits)])].sort(byName);
  const alone = names.find((name) => name.startsWith('hugepages-') && !names.includes('cpu') && !names.includes('memory'));
  if (alone !== undefined)
    return [{ path: ['limits', alone], problem: 'stands without cpu and memory', allowed: 'huge pages need one of them beside' }];
  return names.flatMap((name) => {
    const path = given.requests?.[name] === undefined ? ['limits', name] : ['requests', name];
    const [request, limit] = [amountOf(requests[name]), amountOf(limits[name])];
    const whole = isDevice(name) ? deviceMisfit(path, request, limit) : [];
    if (whole.length > 0 || request === undefined || limit === undefined || request <= limit) return whole;
    const [asked, most] = [told(requests[name], given.requests), told(limits[name], given.limits)];
    return [{ path, problem: `requests ${asked} and is limited to ${most}`, allowed: 'a request is at most its limit' }];
  });
}

function isDevice(name: string): boolean {
  return name.includes('/') || name.startsWith('hugepages-');
}

function deviceMisfit(path: string[], request: bigint | undefined, limit: bigint | undefined): Finding[] {
  if ([request, limit].some((amount) => amount !== undefined && amount % 10n ** 9n !== 0n))
    return [{ path, problem: 'is no whole number', allowed: 'this resource comes in whole units' }];
  if (limit === undefined && request !== undefined)
    return [{ path, problem: 'has no limit', allowed: 'this resource needs a limit that equals its request' }];
  if (request !== undefined && request !== limit)
    return [{ path, problem: 'has a request that differs from its limit', allowed: 'this resource cannot be overcommitted' }];
  return [];
}

function amountOf(amount: unknown): bigint | undefined {
  return amount === undefined ? undefined : parseQuantity(String(amount))?.nanos;
}

function told(amount: unknown, given: Amounts | undefined): string {
  return `${amount}${given === undefined ? ' (the default)' : ''}`;
}
