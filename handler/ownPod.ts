import type { V1Pod } from '@kubernetes/client-node';
import { content, transient } from './answer.ts';
import type { Call } from './apiServer.ts';
import type { OwnPod } from './cluster.ts';
import { containers } from './contract.ts';
import { endOf, wasDisrupted } from './processorEnd.ts';

/** The launcher's own pod, by its name. */
export function ownPod(call: Call, namespace: string, name: string): OwnPod {
  return {
    async look() {
      const answer = await call('GET', `/api/v1/namespaces/${namespace}/pods/${name}`);
      if (answer.status !== 200) throw transient(answer, `did not show Pod ${name}`);
      const pod = content<V1Pod>(answer);
      const state = (pod.status?.containerStatuses ?? []).find((container) => container.name === containers.processor)?.state;
      const ended = endOf(pod);
      return {
        started: state?.running !== undefined || ended !== undefined,
        ...(ended && { ended }),
        going: pod.metadata?.deletionTimestamp !== undefined || wasDisrupted(pod),
      };
    },
  };
}
