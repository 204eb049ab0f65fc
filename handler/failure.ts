/** What becomes of a message whose processor has failed. */
import type { LaunchSettings } from './contract.ts';
import { deadLetter, type Failure } from './deadLetter.ts';
import { countsRejects, earlierFailures } from './deliveries.ts';
import type { Delivery } from './delivery.ts';
import { type Letter, letter, names } from './letter.ts';
import type { Job } from './settings.ts';

export type { Failure } from './deadLetter.ts';

export type AfterFailure =
  | 'reject'
  /** To the queue it is of; then it is acknowledged. */
  | { readonly republish: Letter; readonly attempts: number }
  | { readonly deadLetter: Letter; readonly reason: string; readonly attempts: number };

/**
 * It is delivered again as often as the entry allows: rejected where its queue counts that, else published again with its count. So is
 * one that expires: a reject would delete it where it has expired meanwhile, while published again it has its whole time to wait once more.
 * Its delivery mode stays: it is no less durable than before.
 */
export function afterFailure(failure: Failure, delivery: Delivery, time: Date, settings: LaunchSettings, job: Job): AfterFailure {
  const attempts = earlierFailures(delivery) + 1;
  if (attempts > settings.retries)
    return { deadLetter: deadLetter(delivery, failure, time, settings, job), reason: failure.reason, attempts };
  if (countsRejects(delivery) && delivery.properties.expiration === undefined) return 'reject';
  return { republish: letter(delivery, { [names.attempts]: attempts }), attempts };
}
