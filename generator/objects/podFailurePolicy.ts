import { containers, exitCodes } from '../../handler/contract.ts';
import type { EventJob } from '../entry/eventJob.ts';

/** An evicted pod is nobody's failure. */
export const ignoreDisruption = { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] };

/**
 * Another try cannot help against the launcher's permanent faults. With the runner `job` evicted pods count: a launcher that follows
 * another must know that it does.
 */
export function podFailurePolicy({ batch, runner }: EventJob): object {
  const codes = Object.values(exitCodes).filter(({ permanent }) => permanent);
  const values = codes.map(({ code }) => code).sort((one, other) => one - other);
  const action = batch ? 'FailIndex' : 'FailJob';
  const permanent = { action, onExitCodes: { containerName: containers.launcher, operator: 'In', values } };
  return { rules: [permanent, ...(runner === 'exec' ? [ignoreDisruption] : [])] };
}
