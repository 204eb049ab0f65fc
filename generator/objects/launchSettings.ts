import { encodeLaunchSettings, type LaunchSettings, settingsVersion } from '../../handler/contract.ts';
import { roundsOf } from '../entry/deadline.ts';
import { variableNames } from '../entry/environment.ts';
import type { EventJob } from '../entry/eventJob.ts';
import { deeplySorted } from '../entry/names.ts';
import { unbounded } from '../entry/scalars.ts';
import type { Context } from './context.ts';
import { processorJob } from './processorJob.ts';
import { mostJobs } from './trigger.ts';

/** For how long a launcher tries broker and API server again, in seconds. */
export const launcherDeadline = 120;

/** What the launcher is told about its entry, as the value of one environment variable. */
export function launchSettings(job: EventJob, context: Context): string {
  const cap = mostJobs(job);
  return encodeLaunchSettings({
    version: settingsVersion,
    jobName: job.jobName,
    queue: job.queue,
    runner: job.runner,
    acknowledge: job.acknowledge,
    broker: { hosts: job.broker.hosts, vhost: job.vhost, tls: job.broker.tls },
    deadLetter: job.deadLetter,
    environment: ownVariables(job, context),
    messageEnvironment: job.messageEnvironment,
    ...(job.contentSchema !== undefined && {
      contentSchema: deeplySorted(job.contentSchema) as NonNullable<LaunchSettings['contentSchema']>,
    }),
    ...(job.runner === 'job' && { processorJob: processorJob(job, context) }),
    retries: job.retries,
    ...(cap < unbounded && { cap }),
    timeout: job.timeout,
    ...(roundsOf(job) > 1 && { rounds: roundsOf(job) }),
    deadline: launcherDeadline,
    deliveryLimit: job.deliveryLimit,
    maxMessage: job.launcher.maxMessage,
    issuer: context.settings.issuer,
  });
}

/** What the entry sets, in either way, no message overrides. */
function ownVariables({ environment, template }: EventJob, { templates }: Context): string[] {
  return [...new Set([...variableNames(environment), ...(templates?.variablesOf(template) ?? [])])];
}
