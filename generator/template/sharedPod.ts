import type { Finding } from '../fault.ts';
import { below, when } from './finding.ts';
import { type Fields, isMap, maps } from './json.ts';

/**
 * What is wrong where processor and launcher share a pod (runner `exec`), and right where the processor has its own: a token of the
 * launcher's ServiceAccount, mounted by itself or in a volume of the user's, and a root user for both, which the launcher's own settings refuse.
 */
export function sharedPodFindings(patch: object): Finding[] {
  const { spec } = patch as Fields;
  if (!isMap(spec)) return [];
  const { securityContext, automountServiceAccountToken } = spec;
  const root = isMap(securityContext) && securityContext.runAsUser === 0;
  return below('spec', [
    ...when(
      automountServiceAccountToken !== undefined,
      ['automountServiceAccountToken'],
      'is not for a template to set',
      'a token is for the launcher alone; with the runner job the processor may have one',
    ),
    ...when(
      root,
      ['securityContext', 'runAsUser'],
      'is 0, with which the launcher does not start',
      "in the processor's own securityContext",
    ),
    ...(Array.isArray(spec.volumes) ? spec.volumes : []).flatMap((volume, index) => below('volumes', below(index, tokens(volume)))),
  ]);
}

function tokens(volume: unknown): Finding[] {
  if (!isMap(volume) || !isMap(volume.projected)) return [];
  const sources = Array.isArray(volume.projected.sources) ? volume.projected.sources : [];
  return sources.flatMap((source, index) => {
    const path = ['projected', 'sources', index, 'serviceAccountToken'];
    const given = isMap(source) && isMap(source.serviceAccountToken);
    return when(given, path, "would be the launcher's ServiceAccount's", 'a serviceAccount of its own, with the runner job');
  });
}

/** Names of the variables that the patch gives the processor: they win over a message's, as the entry's own do. */
export function variablesOf(patch: object): string[] {
  const { spec } = patch as Fields;
  const processor = isMap(spec) ? maps(spec.containers) : [];
  return processor.flatMap(({ env }) => maps(env).map(({ name }) => String(name)));
}
