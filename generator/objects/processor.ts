import { containers, volume, volumes } from '../../handler/contract.ts';
import { variables } from '../entry/environment.ts';
import type { EventJob } from '../entry/eventJob.ts';
import { canonicalResources } from '../entry/resources.ts';
import type { Settings } from '../settings.ts';
import { restrictedContext } from './security.ts';

/**
 * The container that runs the entry's image. In the launcher's pod it begins as the hand-over program, which becomes the entry's command
 * once the launcher has left it a message; in a Job of its own it is the image as it is.
 */
export function processor(job: EventJob, { podSecurity }: Settings): object {
  const env = variables(job.environment);
  const command = [...(job.runner === 'exec' ? [volume.handover] : []), ...(job.command ?? [])];
  return {
    name: containers.processor,
    image: job.image,
    ...(command.length > 0 && { command }),
    ...(job.args.length > 0 && { args: job.args }),
    ...(env.length > 0 && { env }),
    resources: canonicalResources(job.resources),
    ...(job.runner === 'exec' && { volumeMounts: [{ name: volumes.event, mountPath: volume.path, readOnly: true }] }),
    ...(podSecurity === 'restricted' && { securityContext: restrictedContext }),
  };
}
