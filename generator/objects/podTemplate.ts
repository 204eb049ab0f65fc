import { containers, volume, volumes } from '../../handler/contract.ts';
import type { EventJob } from '../entry/eventJob.ts';
import { launcherName } from '../entry/names.ts';
import { canonicalResources } from '../entry/resources.ts';
import type { Settings } from '../settings.ts';
import type { Context } from './context.ts';
import { launcher, launcherVolumes } from './launcher.ts';
import { patched } from './patch.ts';
import { podMetadata } from './podMetadata.ts';
import { processor } from './processor.ts';
import { processorPod } from './processorPod.ts';
import { ownContext } from './security.ts';

/** The pod of the Job that KEDA makes: launcher and processor, or with the runner `job` the launcher alone. */
export function podTemplate(job: EventJob, context: Context): object {
  const inOwnJob = job.runner === 'job';
  const main = inOwnJob ? handover(context.settings) : processor(job, context.settings);
  const made = {
    metadata: podMetadata(job),
    spec: {
      serviceAccountName: launcherName(job.configMap),
      // A projected token is mounted in the launcher alone; the processor gets none.
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy: 'Never',
      initContainers: [launcher(job, context)],
      containers: [main],
      volumes: launcherVolumes(job),
    },
  };
  const patch = inOwnJob ? context.templates?.launcherPart(job.template) : job.template;
  return patched(made, patch, context);
}

/** The pod that the processor is in, whichever Job's it is. */
export function entryPod(job: EventJob, context: Context): object {
  return job.runner === 'job' ? processorPod(job, context) : podTemplate(job, context);
}

/** The main container of a launcher's own Job ends as the launcher says, or waits for the processor's Job. */
function handover({ launcherImage }: Settings): object {
  return {
    name: containers.handover,
    image: launcherImage,
    command: [volume.handover],
    resources: canonicalResources({ requests: { cpu: '1m', memory: '4Mi' }, limits: { memory: '16Mi' } }),
    volumeMounts: [{ name: volumes.event, mountPath: volume.path, readOnly: true }],
    securityContext: ownContext,
  };
}
