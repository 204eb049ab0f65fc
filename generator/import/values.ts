import { type Blame, blamer, textFault } from '../configMap/blame.ts';
import { type KubernetesObject, mapOf } from '../configMap/objects.ts';
import type { Step } from '../fault.ts';
import { settingsTable } from '../settingsTable.ts';
import { nothing, type Predecessor, type PredecessorConfigMap, together } from './predecessor.ts';
import { settingOf } from './settings.ts';

/** Settings in the chart's values, by their paths. */
const settings: readonly (readonly [path: readonly string[], variable: string])[] = [
  [['amqp', 'host'], 'AMQP_HOST'],
  [['amqp', 'port'], 'AMQP_PORT'],
  [['amqp', 'username'], 'AMQP_USERNAME'],
  [['amqp', 'password'], 'AMQP_PASSWORD'],
  [['configMap', 'dockerRegistry'], 'DOCKER_REGISTRY'],
  [['configMap', 'jobsNamespace'], 'KUBERNETES_JOB_SCOPE'],
  [['configMap', 'reloadEnabled'], 'RELOAD_ENABLED'],
  [['namespace'], 'POD_NAMESPACE'],
];

/** What was for the program that stayed running. */
const gone = new Map([
  ['replicaCount', 'is gone: nothing of event-jobs stays running'],
  ...['resources', 'nodeSelector', 'tolerations', 'affinity'].map(
    (name) => [name, 'was for the predecessor itself and is not carried over; for Jobs it is in each entry: resources, template'] as const,
  ),
]);

/** Whether a document without a kind is what the predecessor's Helm chart was given. */
export function areValues(value: Record<string, unknown>): boolean {
  return ['amqp', 'configMap'].some((name) => mapOf(value[name]) !== undefined);
}

export function fromValues({ value, path, file, text }: KubernetesObject): Predecessor {
  const blame = blamer(text, path, { file, above: path });
  const told = settings.filter(([at]) => valueAt(value, at) !== undefined);
  return together([
    ...told.map(([at, name]) => ({ ...nothing, ...settingOf({ name, value: valueAt(value, at), path: at }, blame) })),
    { ...nothing, configMaps: configMapsOf(value, file, blame), faults: text.faults.map((one) => textFault(one, { file, above: [] })) },
    { ...nothing, changes: Object.keys(value).flatMap((key) => otherChanges(value, key, blame)) },
  ]);
}

function valueAt(value: unknown, path: readonly Step[]): unknown {
  return path.reduce((inside, step) => mapOf(inside)?.[step] ?? undefined, value);
}

/** As the chart called it, or as the predecessor looked for it without being told. */
function configMapsOf(value: Record<string, unknown>, file: string, blame: Blame): PredecessorConfigMap[] {
  const { jobsConfigMapName, jobs } = mapOf(value.configMap) ?? {};
  if (mapOf(jobs) === undefined) return [];
  const name = jobsConfigMapName ?? settingsTable.find(({ variable }) => variable === 'CONFIG_MAP_NAME')?.default;
  const entries = Object.entries(mapOf(jobs) ?? {}).map(([key, entry]) => ({
    key,
    value: entry,
    blame: below(blame, ['configMap', 'jobs', key]),
  }));
  return [{ name: String(name), ...(typeof value.namespace === 'string' && { namespace: value.namespace }), file, entries }];
}

function below(blame: Blame, above: readonly Step[]): Blame {
  return (path, part, problem, allowed) => blame([...above, ...path], part, problem, allowed);
}

function otherChanges(value: Record<string, unknown>, key: string, blame: Blame): Predecessor['changes'] {
  const why = gone.get(key);
  if (why !== undefined) return [blame([key], 'key', why)];
  const known = new Map<string, string[]>([
    ['amqp', ['host', 'port', 'username', 'password']],
    ['configMap', ['name', 'jobsConfigMapName', 'reloadEnabled', 'dockerRegistry', 'jobsNamespace', 'jobs']],
    ['namespace', []],
  ]).get(key);
  if (known === undefined) return [blame([key], 'key', 'is no value that the predecessor read: left out')];
  const unknown = Object.keys(mapOf(value[key]) ?? {}).filter((name) => !known.includes(name));
  const named = key === 'configMap' && valueAt(value, ['configMap', 'name']) !== undefined;
  return [
    ...unknown.map((name) => blame([key, name], 'key', 'is no value that the predecessor read: left out')),
    ...(named
      ? [blame(['configMap', 'name'], 'value', 'named the ConfigMap of its settings, which is gone: they are flags of generate')]
      : []),
  ];
}
