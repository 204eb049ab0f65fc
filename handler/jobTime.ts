/** The time that a launcher's Job has for its message, by the Job's own clock. */
import type { OwnJob } from './cluster.ts';
import { type LaunchSettings, startAllowance } from './contract.ts';

type Mode = Pick<LaunchSettings, 'runner' | 'acknowledge'>;
type Timing = Mode & Pick<LaunchSettings, 'timeout' | 'rounds' | 'deadline'>;

/** What a launcher may need to make the processor's Job, in seconds. */
const dispatching = 30;

/** Whether the processor has a Job of its own, and its whole timeout there. */
export function isDispatched({ runner, acknowledge }: Mode): boolean {
  return runner === 'job' && acknowledge === 'dispatch';
}

/** In seconds; negative once it is over. Where the processor has a Job of its own, the launcher's has time for its deadline and a pod's start. */
export function timeLeft(own: OwnJob, settings: Timing): number {
  const { timeout, rounds = 1, deadline } = settings;
  const total = isDispatched(settings) ? Math.max(timeout, deadline + startAllowance) : timeout * rounds;
  return (own.started ?? own.created) + total - Date.now() / 1000;
}

/** For how long the launcher may try to get a message, in seconds: no longer than it may pull one, or its Job would fail for want of time. */
export function patienceOf(settings: Timing): number {
  return isDispatched(settings) ? settings.deadline : Math.min(settings.deadline, settings.timeout / 2);
}

/** Whether too little is left to pull a message. */
export function isTooLate(own: OwnJob, settings: Timing): boolean {
  return timeLeft(own, settings) < (isDispatched(settings) ? dispatching : settings.timeout / 2);
}
