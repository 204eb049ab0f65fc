import { containers } from '../../handler/contract.ts';
import type { Finding } from '../fault.ts';
import { below } from './finding.ts';
import { resourceFindings } from './inPod.ts';
import { type Fields, isMap, maps } from './json.ts';
import { merge } from './merge.ts';

/**
 * What only shows in the whole pod: the processor's resources, which are the entry's and the patch's together. `podTemplate` is the one
 * without the patch; the paths are below the patch.
 */
export function resultFindings(podTemplate: object, patch: object): Finding[] {
  const { spec } = merge(podTemplate as Fields, patch as Fields, 'PodTemplateSpec');
  const at = processorAt((patch as Fields).spec);
  if (at < 0) return [];
  const processor = maps(isMap(spec) ? spec.containers : []).find(({ name }) => name === containers.processor);
  const found = isMap(processor?.resources) ? resourceFindings(processor.resources) : [];
  return below('spec', below('containers', below(at, below('resources', found))));
}

/** Of the patch's containers; -1 where it has no resources for the processor. */
function processorAt(spec: unknown): number {
  const list = isMap(spec) && Array.isArray(spec.containers) ? (spec.containers as unknown[]) : [];
  return list.findIndex((item) => isMap(item) && item.name === containers.processor && isMap(item.resources));
}
