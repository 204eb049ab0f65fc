import type { V1Secret } from '@kubernetes/client-node';
import { type Call, content, reason } from './apiServer.ts';
import type { Cluster } from './cluster.ts';
import { Fault } from './fault.ts';
import { keptMessage, secret } from './secret.ts';
import type { Job } from './settings.ts';

/** What the API server means to pass: overload, a lost election, a proxy without a backend. */
const transientStatus = new Set([408, 429, 500, 502, 503, 504]);

/** Messages kept as Secrets of the Job's namespace. */
export function secrets(call: Call, jobName: string, job: Job): Cluster {
  const path = `/api/v1/namespaces/${job.namespace}/secrets`;
  return {
    async find(name) {
      const answer = await call('GET', `${path}/${name}`);
      if (answer.status === 404) return undefined;
      if (answer.status === 200) return keptMessage(content<V1Secret>(answer));
      // Never a permanent fault: a message that an earlier pod took may be in there.
      throw new Fault('transient', `the API server did not show Secret ${name}: ${reason(answer)}`);
    },

    async create(name, message) {
      const answer = await call('POST', path, JSON.stringify(secret(name, message, jobName, job)));
      if (answer.status === 201) return 'created';
      if (answer.status === 409) return 'exists';
      const text = `the API server did not create Secret ${name}: ${reason(answer)}`;
      throw new Fault(transientStatus.has(answer.status) ? 'transient' : 'clusterRefused', text);
    },
  };
}
