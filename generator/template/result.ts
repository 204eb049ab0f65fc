import { containers } from '../../handler/contract.ts';
import { parseQuantity } from '../entry/quantities.ts';
import type { Finding } from '../fault.ts';
import { resourceFindings } from './containerResources.ts';
import { below, when } from './finding.ts';
import { type Fields, isMap, maps } from './json.ts';
import { merge } from './merge.ts';

/**
 * What only shows in the whole pod: the processor's resources, which are the entry's and the patch's together, and those of all
 * containers where the pod as a whole has some. `podTemplate` is the one without the patch; the paths are below the patch.
 */
export function resultFindings(podTemplate: object, patch: object): Finding[] {
  const { spec } = merge(podTemplate as Fields, patch as Fields, 'PodTemplateSpec');
  const given = (patch as Fields).spec;
  if (!isMap(spec) || !isMap(given)) return [];
  return below('spec', [...processorFindings(spec, given), ...(isMap(given.resources) ? podFindings(spec) : [])]);
}

function processorFindings(spec: Fields, given: Fields): Finding[] {
  const list = Array.isArray(given.containers) ? given.containers : [];
  const at = list.findIndex((item) => isMap(item) && item.name === containers.processor && isMap(item.resources));
  const processor = maps(spec.containers).find(({ name }) => name === containers.processor);
  if (at < 0 || !isMap(processor?.resources)) return [];
  return below('containers', below(at, below('resources', resourceFindings(processor.resources))));
}

/** A pod's requests are at least those of its containers together, and its limits at least each one's. */
function podFindings(spec: Fields): Finding[] {
  const { resources } = spec;
  if (!isMap(resources)) return [];
  const all = [...maps(spec.initContainers), ...maps(spec.containers)];
  const short = (kind: string, least: (name: string) => bigint) =>
    Object.entries(isMap(resources[kind]) ? resources[kind] : {}).flatMap(([name, amount]) =>
      when(amountOf(amount) < least(name), [kind, name], `${amount} is less than the containers have`, 'at least that'),
    );
  return below('resources', [
    ...resourceFindings(resources),
    ...short('requests', (name) => together(spec, name)),
    ...short('limits', (name) => largest(all.map((one) => own(one, 'limits', name)))),
  ]);
}

function largest(amounts: readonly bigint[]): bigint {
  return amounts.toSorted((one, other) => (one < other ? 1 : -1))[0] ?? 0n;
}

/** Sidecars stay beside all that comes after them; of the other init containers one runs at a time. */
function together(spec: Fields, name: string): bigint {
  let [sidecars, most] = [0n, 0n];
  for (const container of maps(spec.initContainers)) {
    const request = own(container, 'requests', name);
    if (container.restartPolicy === 'Always') sidecars += request;
    else if (sidecars + request > most) most = sidecars + request;
  }
  const main = maps(spec.containers).reduce((sum, one) => sum + own(one, 'requests', name), sidecars);
  return main > most ? main : most;
}

/** A limit is the request where there is none. */
function own({ resources }: Fields, kind: string, name: string): bigint {
  if (!isMap(resources)) return 0n;
  const of = (map: unknown) => (isMap(map) ? map[name] : undefined);
  return amountOf(of(resources[kind]) ?? of(resources.limits) ?? 0);
}

function amountOf(amount: unknown): bigint {
  return parseQuantity(String(amount))?.nanos ?? 0n;
}
