import type { ConfigMap, ConfigMapEntry } from '../configMap/configMap.ts';
import type { Fault } from '../fault.ts';
import { authenticationName } from '../objects/triggerAuthentication.ts';
import type { EventJob } from './eventJob.ts';

export interface Completed {
  configMap: ConfigMap;
  source: ConfigMapEntry;
  job: EventJob;
}

/** What is wrong between entries, although each by itself is fine. */
export function clashes(entries: readonly Completed[]): Fault[] {
  return [...sameScaledJobs(entries), ...sameQueues(entries), ...namesakes(entries), ...sharedLogins(entries)];
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

/** Two entries of one queue would share its messages by chance. A broker's other hosts are the same broker. */
function sameQueues(entries: readonly Completed[]): Fault[] {
  const owners = new Map<string, Completed>();
  return entries.flatMap((one) => {
    const names = queueNames(one);
    const taken = names.find((name) => owners.has(name));
    for (const name of names) if (!owners.has(name)) owners.set(name, one);
    const first = taken === undefined ? undefined : owners.get(taken);
    return first ? [one.source.blame(['queue'], 'value', `${taken} is also of ${placeOf(first, 'queue')}`, 'each once')] : [];
  });
}

function queueNames({ job: { queue, vhost, broker } }: Completed): string[] {
  const where = vhost === '/' ? '' : `, virtual host ${vhost}`;
  return broker.hosts.map(({ host, port }) => `queue ${JSON.stringify(queue)} of ${host.toLowerCase()}:${port}${where}`);
}

/** One name must not stand for two logins, whose names are made of a ConfigMap's and a Secret's. */
function sharedLogins(entries: readonly Completed[]): Fault[] {
  const groups = Map.groupBy(entries, ({ job }) => `${job.namespace}/${authenticationName(job)}`);
  const login = ({ configMap, job }: Completed) => JSON.stringify([configMap.name, job.broker.secret, job.broker.tls]);
  return [...groups.values()].flatMap(([first, ...others]) =>
    others
      .filter((other) => first && login(other) !== login(first))
      .map(({ source, job }) => {
        const problem = `needs a TriggerAuthentication ${authenticationName(job)}, and so does the other broker of ${first && placeOf(first, 'broker')}`;
        return source.blame(['broker'], 'value', problem, 'another name for one of the two Secrets');
      }),
  );
}

function sameScaledJobs(entries: readonly Completed[]): Fault[] {
  const groups = Map.groupBy(entries, ({ job }) => `ScaledJob ${job.jobName} in namespace ${job.namespace}`);
  return [...groups].flatMap(([name, [first, ...others]]) =>
    others.map((other) =>
      other.source.blame(['jobName'], 'value', `${name} is also of ${first && placeOf(first, 'jobName')}`, 'each once'),
    ),
  );
}

function placeOf({ source }: Completed, key: string): string {
  const { file, line, path } = source.blame([key], 'value', '');
  return `${path.replace(/\.\w+$/, '')} (${file}${line === undefined ? '' : `:${line}`})`;
}
