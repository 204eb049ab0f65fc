/** What an operator should see beside the Job itself: Events (events.k8s.io/v1), as `kubectl describe` and `kubectl events` show them. */
import { createHash, randomBytes } from 'node:crypto';
import { reason } from './answer.ts';
import type { Call } from './apiServer.ts';
import type { Owner } from './cluster.ts';
import { domain } from './contract.ts';
import type { Log } from './log.ts';
import type { Job } from './settings.ts';
import { shortened } from './shortened.ts';

export interface Report {
  /** In one word, the same for every report of this kind. */
  readonly reason: string;
  /** Neither a message's content nor credentials. */
  readonly message: string;
  readonly type: 'Normal' | 'Warning';
}

/** Reports about an object of the Job's namespace. Never throws, and never holds the launcher's end up for long. */
export type Tell = (report: Report, about: Owner) => Promise<void>;

/** How long the API server may take for it, in milliseconds. */
const patience = 3_000;

/** `pod` is the launcher's own, as the one that reports. */
export function events(call: Call, job: Job, pod: string, log: Log): Tell {
  const path = `/apis/events.k8s.io/v1/namespaces/${job.namespace}/events`;
  return async (report, about) => {
    const event = eventOf(report, about, job, pod, new Date());
    const posted = call('POST', path, JSON.stringify(event)).then(
      // 409: another launcher has told it.
      (answer) => (answer.status === 201 || answer.status === 409 ? undefined : reason(answer)),
      (error: Error) => error.message,
    );
    const trouble = await inTime(posted);
    if (trouble !== undefined) log.warn({ event: report.reason, error: trouble }, 'no Event: it is in this log only');
  };
}

async function inTime(posted: Promise<string | undefined>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, patience, `no answer for ${patience / 1000} s`);
  });
  try {
    return await Promise.race([posted, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the API server takes of a note and of the reporting pod's name, in bytes. */
const limits = { note: 1024, instance: 128 };

function eventOf(report: Report, about: Owner, job: Job, pod: string, time: Date): object {
  const { namespace } = job;
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name: nameOf(report, about, job), namespace },
    // MicroTime: six digits, no fewer.
    eventTime: time.toISOString().replace('Z', '000Z'),
    reportingController: `${domain}/launcher`,
    reportingInstance: shortened(pod || job.name, limits.instance),
    action: 'Launching',
    reason: report.reason,
    regarding: { ...about, namespace },
    type: report.type,
    note: shortened(report.message, limits.note),
  };
}

/**
 * An Event for each report about this launcher's own Job. Of what outlives Jobs many launchers may have the same to tell, and that makes
 * one Event, until the API server forgets it (usually after an hour).
 */
function nameOf(report: Report, about: Owner, job: Job): string {
  const unique = about.uid === job.uid ? randomBytes(8) : createHash('sha1').update(`${about.uid} ${report.reason}`).digest();
  return `${about.name}.${unique.toString('hex', 0, 8)}`;
}
