import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Job, V1PodList } from '@kubernetes/client-node';
import { alreadyExists, content, refusal, transient } from './answer.ts';
import type { ApiServer } from './apiServer.ts';
import type { NewProcessorJob, ProcessorEnd, ProcessorJob, ProcessorJobs } from './cluster.ts';
import { annotations, type LaunchSettings } from './contract.ts';
import { scaledJobOf } from './jobs.ts';
import type { Log } from './log.ts';
import { patiently } from './patience.ts';
import { processorEnd } from './processorEnd.ts';
import { processorJob } from './processorJob.ts';
import type { Job } from './settings.ts';

/** For how long one watch lasts, in seconds: what got lost on the way is seen at the next look. */
const watchTime = 240;

/** Between two looks, in milliseconds, where a watch does not last. */
const pause = 1_000;

/** With the runner `job`: the processors' own Jobs in the launcher's namespace. */
export function processorJobs({ call, watch }: ApiServer, settings: LaunchSettings, own: Job, log: Log): ProcessorJobs {
  const path = `/apis/batch/v1/namespaces/${own.namespace}/jobs`;

  async function get(name: string): Promise<V1Job | undefined> {
    const answer = await call('GET', `${path}/${name}`);
    if (answer.status === 404) return undefined;
    if (answer.status === 200) return content<V1Job>(answer);
    // Never a permanent fault: a message that an earlier pod took may be in there.
    throw transient(answer, `did not show Job ${name}`);
  }

  async function pods(name: string): Promise<V1PodList> {
    const answer = await call('GET', `/api/v1/namespaces/${own.namespace}/pods?labelSelector=batch.kubernetes.io/job-name%3D${name}`);
    if (answer.status === 200) return content<V1PodList>(answer);
    throw transient(answer, `did not list the pods of Job ${name}`);
  }

  /** Resolves when the Job has changed for good, or when the watch has ended: its reader looks again either way. */
  async function changed(name: string, resourceVersion: string, until: AbortSignal): Promise<void> {
    const selector = new URLSearchParams({
      watch: '1',
      fieldSelector: `metadata.name=${name}`,
      resourceVersion,
      timeoutSeconds: String(watchTime),
    });
    const end = new AbortController();
    const abort = () => end.abort();
    until.addEventListener('abort', abort, { once: true });
    try {
      await watch(`${path}?${selector}`, (line) => isOver(line) && abort(), end.signal);
    } catch (error) {
      if (until.aborted) return;
      log.warn({ error: (error as Error).message }, "cannot watch the processor's Job: looking again");
      await sleep(pause * (1 + Math.random()), undefined, { signal: until }).catch(() => {});
    } finally {
      until.removeEventListener('abort', abort);
    }
  }

  return {
    async find(name) {
      const job = await get(name);
      return job && found(job);
    },

    async create(made: NewProcessorJob) {
      const answer = await call('POST', path, JSON.stringify(processorJob(made, settings, own)));
      if (answer.status === 201) return { uid: content<V1Job>(answer).metadata?.uid ?? '' };
      if (alreadyExists(answer)) return 'exists';
      throw refusal(answer, `did not create Job ${made.name}`);
    },

    async delete({ name, uid }) {
      const options = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Foreground', preconditions: { uid } };
      const answer = await call('DELETE', `${path}/${name}`, JSON.stringify(options));
      // 409: the name is another Job's by now.
      if (![200, 202, 404, 409].includes(answer.status)) throw transient(answer, `did not delete Job ${name}`);
    },

    async end({ name, uid }, until): Promise<ProcessorEnd> {
      while (true) {
        const job = await patiently(() => get(name), until, log);
        const end = await patiently(async () => processorEnd(job, uid, () => pods(name)), until, log);
        if (end !== undefined) return end;
        await changed(name, job?.metadata?.resourceVersion ?? '', until);
      }
    },
  };
}

function found({ metadata }: V1Job): ProcessorJob {
  return {
    uid: metadata?.uid ?? '',
    pull: metadata?.annotations?.[annotations.pull] ?? '',
    going: metadata?.deletionTimestamp !== undefined,
    owner: scaledJobOf(metadata),
  };
}

/** Whether a line of a watch tells that nothing more will come of the Job, or of the watch. */
function isOver(line: string): boolean {
  const { type, object } = JSON.parse(line) as { type: string; object: V1Job };
  return (
    type === 'DELETED' || type === 'ERROR' || (object.status?.conditions ?? []).some(({ type }) => type === 'Complete' || type === 'Failed')
  );
}
