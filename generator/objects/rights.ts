import type { EventJob } from '../entry/eventJob.ts';

/**
 * What the launchers of these entries may do in their namespace. All make one Secret per message, read it where the answer was lost or a
 * pod is tried again, and count the entry's Jobs before they pull. With the runner `job` they make the processor's Job, owned as their own
 * is, and delete one whose message they could not keep; with completion they wait for its end, or for their pod's processor's, and ask its
 * pod for the exit code.
 */
export function rights(jobs: readonly EventJob[]): object[] {
  const some = (runner: EventJob['runner'], acknowledge?: EventJob['acknowledge']) =>
    jobs.some((job) => job.runner === runner && (acknowledge === undefined || job.acknowledge === acknowledge));
  const jobVerbs = ['list', ...(some('job') ? ['get', 'create', 'delete'] : []), ...(some('job', 'completion') ? ['watch'] : [])];
  const podVerbs = [...(some('exec', 'completion') ? ['get'] : []), ...(some('job', 'completion') ? ['list'] : [])];
  return [
    { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'create'] },
    ...(podVerbs.length > 0 ? [{ apiGroups: [''], resources: ['pods'], verbs: podVerbs }] : []),
    { apiGroups: ['batch'], resources: ['jobs'], verbs: jobVerbs },
    { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create'] },
  ];
}
