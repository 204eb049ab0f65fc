import { blamer } from '../configMap/blame.ts';
import { type KubernetesObject, mapOf } from '../configMap/objects.ts';
import { nothing, type Predecessor, together } from './predecessor.ts';
import { settingOf, variableOf } from './settings.ts';

/** The settings in the environment of the predecessor's own Deployment; the rest of it is no longer needed. */
export function fromDeployment({ value, path, file, text }: KubernetesObject): Predecessor {
  const blame = blamer(text, path, { file, above: path });
  const containers = listOf(mapOf(mapOf(mapOf(value.spec)?.template)?.spec)?.containers);
  const variables = containers.flatMap((container, index) =>
    listOf(container.env).map((variable, at) => ({
      name: String(variable.name),
      value: variable.value,
      path: ['spec', 'template', 'spec', 'containers', index, 'env', at, variable.value === undefined ? 'valueFrom' : 'value'],
    })),
  );
  const known = variables.filter(({ name }) => variableOf(name) !== undefined);
  return together([
    {
      ...nothing,
      changes: [
        blame([], 'value', 'the Deployment is gone: nothing of event-jobs stays running; of its environment the settings are read'),
      ],
    },
    ...known.map((said) => ({ ...nothing, ...settingOf(said, blame) })),
  ]);
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((item) => mapOf(item) !== undefined) : [];
}
