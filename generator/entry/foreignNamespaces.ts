import type { Blame } from '../configMap/blame.ts';
import { ConfigError, type Fault } from '../fault.ts';
import { dnsLabelPattern } from './names.ts';

/** Entries of the ConfigMaps in one namespace may run in another; `*` is any. */
export interface Allowance {
  from: string;
  to: string;
}

/** Of `FROM:TO`. Throws a ConfigError where it is something else. */
export function parseAllowance(text: string): Allowance {
  const [from = '', to = '', ...more] = text.split(':');
  if (more.length > 0 || ![from, to].every((side) => side === '*' || new RegExp(dnsLabelPattern).test(side)))
    throw new ConfigError(`--allow-namespace: ${text} is no FROM:TO: two namespaces, or * for any`);
  return { from, to };
}

/**
 * Of a live ConfigMap: who may write it may not therefore run Jobs in any namespace that he names; whoever generates has to agree. (Files
 * have been through his hands.)
 */
export function foreignNamespaces(
  configMapsNamespace: string,
  entrysNamespace: string,
  blame: Blame,
  allowed: readonly Allowance[],
): Fault[] {
  if (configMapsNamespace === entrysNamespace) return [];
  const fits = (side: string, namespace: string) => side === '*' || side === namespace;
  if (allowed.some(({ from, to }) => fits(from, configMapsNamespace) && fits(to, entrysNamespace))) return [];
  const problem = `${entrysNamespace} is not the namespace of its ConfigMap, ${configMapsNamespace}`;
  return [blame(['namespace'], 'value', problem, `--allow-namespace ${configMapsNamespace}:${entrysNamespace} allows it`)];
}
