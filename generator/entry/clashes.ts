import type { ConfigMapEntry } from '../configMap/configMap.ts';
import type { Fault } from '../fault.ts';
import { defaultDeadLetter, type EventJob } from './eventJob.ts';
import { isImage, isPinned } from './image.ts';

export interface Completed {
  source: ConfigMapEntry;
  job: EventJob;
}

/** What is wrong between keys of one entry, or between entries, although each by itself is fine. */
export function clashes(entries: readonly Completed[]): Fault[] {
  return [
    ...entries.flatMap(withinEntry),
    ...twice(entries, ({ job }) => `ScaledJob ${job.jobName} in namespace ${job.namespace}`, 'jobName'),
    ...twice(entries, ({ job }) => `queue ${JSON.stringify(job.queue)}`, 'queue'),
  ];
}

function withinEntry({ source: { entry, blame }, job }: Completed): Fault[] {
  const { exchange, routingKey } = job.deadLetter;
  const faults: Fault[] = [];
  if (!isImage(job.image))
    faults.push(blame(['image'], 'value', `with its registry, ${job.image}, is no image reference`, 'registry: "" adds none'));
  if (job.command[0] === '') faults.push(blame(['command', 0], 'value', 'is empty', 'it names what to run'));
  if (entry.imageVersion !== undefined && isPinned(entry.image))
    faults.push(blame(['imageVersion'], 'value', `would be ignored: image ${entry.image} says its version itself`, 'one of the two'));
  if (exchange === '' && routingKey === job.queue)
    faults.push(blame(['deadLetter'], 'value', 'is the queue itself', 'another queue: bad messages would come back for ever'));
  if (exchange === '' && routingKey === '')
    faults.push(blame(['deadLetter'], 'value', 'names neither an exchange nor a queue', "a queue's name, or an exchange's"));
  if (entry.deadLetter === undefined && Buffer.byteLength(defaultDeadLetter(job.queue)) > 255)
    faults.push(
      blame(['deadLetter'], 'key', `is missing, and ${defaultDeadLetter('QUEUE')} would be longer than 255 bytes`, 'a shorter name'),
    );
  return faults;
}

function twice(entries: readonly Completed[], thing: (one: Completed) => string, key: 'jobName' | 'queue'): Fault[] {
  const groups = Map.groupBy(entries, thing);
  return [...groups].flatMap(([name, [first, ...others]]) =>
    others.map(({ source }) => {
      const place = first?.source.blame([key], 'value', '');
      return source.blame([key], 'value', `${name} is also of data.${first?.source.key} (line ${place?.line})`, 'each once');
    }),
  );
}
