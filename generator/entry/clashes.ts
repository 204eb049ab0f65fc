import type { ConfigMap, ConfigMapEntry } from '../configMap/configMap.ts';
import type { Fault } from '../fault.ts';
import type { EventJob } from './eventJob.ts';

export interface Completed {
  configMap: ConfigMap;
  source: ConfigMapEntry;
  job: EventJob;
}

/** What is wrong between entries, although each by itself is fine. */
export function clashes(entries: readonly Completed[]): Fault[] {
  return [
    ...twice(entries, ({ job }) => `ScaledJob ${job.jobName} in namespace ${job.namespace}`, 'jobName'),
    ...twice(entries, queueOf, 'queue'),
    ...namesakes(entries),
  ];
}

/** What the entries of a ConfigMap share in a namespace bears the ConfigMap's name. */
function namesakes(entries: readonly Completed[]): Fault[] {
  const groups = Map.groupBy(entries, ({ job }) => `${job.namespace}/${job.configMap}`);
  return [...groups.values()].flatMap(([first, ...others]) => {
    const foreign = others.filter(({ configMap }) => configMap !== first?.configMap);
    return foreign.map(({ source, job }) => {
      const problem = `has entries of two ConfigMaps named ${job.configMap}; the other has ${first && placeOf(first, 'jobName')}`;
      return source.blame(['namespace'], 'value', problem, 'another name for one of them, as what their entries share bears it');
    });
  });
}

/** Two entries of one queue would share its messages by chance. */
function queueOf({ job: { queue, vhost, broker } }: Completed): string {
  const [first] = broker.hosts;
  return `queue ${JSON.stringify(queue)} of ${first?.host}:${first?.port}${vhost === '/' ? '' : `, virtual host ${vhost}`}`;
}

function twice(entries: readonly Completed[], thing: (one: Completed) => string, key: 'jobName' | 'queue'): Fault[] {
  const groups = Map.groupBy(entries, thing);
  return [...groups].flatMap(([name, [first, ...others]]) =>
    others.map((other) => other.source.blame([key], 'value', `${name} is also of ${first && placeOf(first, key)}`, 'each once')),
  );
}

function placeOf({ source }: Completed, key: string): string {
  const { file, line, path } = source.blame([key], 'value', '');
  return `${path.replace(/\.\w+$/, '')} (${file}${line === undefined ? '' : `:${line}`})`;
}
