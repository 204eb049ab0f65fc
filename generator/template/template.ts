/**
 * An entry's `template`: a strategic merge patch over the pod template of its Job. Loaded only where an entry has one.
 *
 * - podTypes.ts: what a pod template consists of; field.ts reads it
 * - untouchable.ts, typing.ts, rules.ts: what is wrong with a patch
 * - merge.ts: what kubectl would make of it; canonical.ts: how KEDA would write that
 */
import type { Finding } from '../fault.ts';
import { canonical } from './canonical.ts';
import { targetOf } from './closed.ts';
import { type Fields, isMap, kindOf } from './json.ts';
import { merge } from './merge.ts';
import { ruleFindings } from './rules.ts';
import { typed } from './typing.ts';
import { untouched } from './untouchable.ts';

export { resultFindings } from './result.ts';
export { sharedPodFindings, variablesOf } from './sharedPod.ts';

/** All that is wrong with a `template` as the user wrote it, whatever the entry; paths are below it. A template without any can be applied. */
export function templateFindings(patch: unknown): Finding[] {
  if (!isMap(patch))
    return [{ path: [], problem: `is ${kindOf(patch)}`, allowed: "it must be a map of a pod template's metadata and spec" }];
  const closed = untouched(patch);
  const { findings, ...rest } = typed(patch);
  const others = [...findings, ...ruleFindings(rest)];
  // Of what is not to be set at all nothing else is said.
  return [...closed, ...others.filter(({ path }) => !closed.some((one) => one.path.every((step, index) => path[index] === step)))];
}

/** The pod template with the patch, in the form that it has after KEDA's first write: its own keys in their order, then the patch's. */
export function applyTemplate(podTemplate: object, patch: object): object {
  const base = podTemplate as Fields;
  return canonical(merge(base, patch as Fields, 'PodTemplateSpec'), 'PodTemplateSpec', base);
}

const launcherFields = ['tolerations', 'nodeSelector', 'affinity', 'imagePullSecrets', 'priorityClassName'];

/** Of a patch what concerns the launcher's own Job too (runner `job`): metadata, and of spec where and with which pull secrets it runs. */
export function launcherPart(patch: object): object {
  const { metadata, spec } = patch as Fields;
  const own = isMap(spec) ? Object.entries(spec).filter(([key]) => launcherFields.includes(targetOf(key))) : [];
  return { ...(metadata !== undefined && { metadata }), ...(own.length > 0 && { spec: Object.fromEntries(own) }) };
}
