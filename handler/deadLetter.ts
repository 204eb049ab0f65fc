import type { LaunchSettings } from './contract.ts';
import { earlierFailures } from './deliveries.ts';
import type { Delivery } from './delivery.ts';
import { type Letter, letter, names, present } from './letter.ts';
import type { Job } from './settings.ts';
import { targetOf } from './target.ts';

export type DeadLetter = Letter;

/** Why a message cannot be worked on, or how working on it ended. */
export interface Failure {
  /** For the operator; it quotes nothing of the message. */
  readonly reason: string;
  /** The processor's, where it had one. */
  readonly exitCode?: number;
}

/**
 * The message as it was, persistent, with the reason in its headers. Its expiration moves there too: it would remove the dead letter.
 */
export function deadLetter(delivery: Delivery, failure: Failure, time: Date, settings: LaunchSettings, job: Job): DeadLetter {
  const { expiration, ...properties } = delivery.properties;
  return letter(
    { ...delivery, properties: { ...properties, deliveryMode: 2 } },
    {
      ...present({ [names.expiration]: expiration, [names.exitCode]: failure.exitCode }),
      [names.reason]: failure.reason,
      [names.attempts]: earlierFailures(delivery) + 1,
      [names.time]: time.toISOString(),
      [names.entry]: `${job.namespace}/${settings.jobName}`,
      [names.target]: targetOf(settings.jobName, job),
    },
  );
}
