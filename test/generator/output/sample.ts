import { generate, type Manifests } from '../../../generator/generate.ts';
import type { PlanOptions } from '../../../generator/output/plan.ts';
import { settings } from '../sample.ts';

export const options: PlanOptions = { settings, scopeIsConfigMaps: false, allowed: [], prune: false };

/** Of ConfigMaps whose entries are given by name and namespace. */
export async function manifests(configMaps: Record<string, Record<string, string>>, extra = ''): Promise<Manifests> {
  const sources = Object.entries(configMaps).map(([name, entries]) => {
    const data = Object.entries(entries).map(
      ([jobName, namespace]) => `  ${jobName}: "{jobName: ${jobName}, image: a, command: [a], namespace: ${namespace}${extra}}"\n`,
    );
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata:\n${data.join('')}`;
    return { name: `${name}.yaml`, text };
  });
  const made = await generate(sources, settings);
  if ('faults' in made) throw new Error(made.faults[0]?.problem);
  return made.value;
}
