import { containers, volume } from '../../handler/contract.ts';
import { variables } from '../entry/environment.ts';
import type { EventJob } from '../entry/eventJob.ts';
import { entryLabels, meshLabels } from '../entry/labels.ts';
import { launcherName } from '../entry/names.ts';
import { canonicalResources } from '../entry/resources.ts';
import type { Settings } from '../settings.ts';
import { launcher, tokenVolume } from './launcher.ts';

export function podTemplate(job: EventJob, settings: Settings): object {
  return {
    metadata: { labels: { ...entryLabels(job.labels, job.jobName), ...meshLabels }, annotations },
    spec: {
      serviceAccountName: launcherName(job.configMap),
      // A projected token is mounted in the launcher alone; the processor gets none.
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy: 'Never',
      initContainers: [launcher(job, settings)],
      containers: [processor(job)],
      volumes: [{ name: 'event', emptyDir: { medium: 'Memory' } }, tokenVolume()],
    },
  };
}

/** No proxy in the pod (those meshes that are told so by annotations), and no eviction of work under way by autoscalers. */
const annotations = {
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
  'consul.hashicorp.com/connect-inject': 'false',
  'karpenter.sh/do-not-disrupt': 'true',
  'kuma.io/sidecar-injection': 'disabled',
  'linkerd.io/inject': 'disabled',
  'sidecar.istio.io/inject': 'false',
};

/** The hand-over program becomes the entry's command once the launcher has left it a message. */
function processor(job: EventJob): object {
  const env = variables(job.environment);
  return {
    name: containers.processor,
    image: job.image,
    command: [volume.handover, ...job.command],
    ...(job.args.length > 0 && { args: job.args }),
    ...(env.length > 0 && { env }),
    resources: canonicalResources(job.resources),
    volumeMounts: [{ name: 'event', mountPath: volume.path, readOnly: true }],
  };
}
