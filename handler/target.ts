import { target } from './contract.ts';
import type { Job } from './settings.ts';
import { uuid5 } from './uuid.ts';

/** TARGET: the name of one piece of work and of its Secret. Every pod of a Job, or of one index of a batch, computes the same. */
export function targetOf(jobName: string, { uid, index }: Job): string {
  return target(jobName, index === undefined ? uid : uuid5(uid, String(index)));
}
