import type { EventJob } from '../entry/eventJob.ts';
import type { Context } from './context.ts';
import { patched } from './patch.ts';
import { podMetadata } from './podMetadata.ts';
import { processor } from './processor.ts';

/** The pod of the processor's own Job. */
export function processorPod(job: EventJob, context: Context): object {
  const made = {
    metadata: podMetadata(job),
    spec: {
      ...(job.serviceAccount !== undefined && { serviceAccountName: job.serviceAccount }),
      enableServiceLinks: false,
      restartPolicy: 'Never',
      containers: [processor(job, context.settings)],
    },
  };
  return patched(made, job.template, context);
}
