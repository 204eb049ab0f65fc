import { containers, exitCodes } from '../../handler/contract.ts';
import type { EventJob } from '../entry/eventJob.ts';

/** An evicted pod is nobody's failure. */
export const ignoreDisruption = { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] };

/** Another try cannot help against the launcher's permanent faults. */
export function podFailurePolicy({ batch }: EventJob): object {
  const codes = Object.values(exitCodes).filter(({ permanent }) => permanent);
  const values = codes.map(({ code }) => code).sort((one, other) => one - other);
  const action = batch ? 'FailIndex' : 'FailJob';
  return { rules: [{ action, onExitCodes: { containerName: containers.launcher, operator: 'In', values } }, ignoreDisruption] };
}
