import type { V1Secret } from '@kubernetes/client-node';
import { alreadyExists, content, refusal, transient } from './answer.ts';
import type { Call } from './apiServer.ts';
import type { Cluster } from './cluster.ts';
import { keptMessage, secret } from './secret.ts';
import type { Job } from './settings.ts';

/** Messages kept as Secrets of the Job's namespace. */
export function secrets(call: Call, jobName: string, job: Job): Cluster {
  const path = `/api/v1/namespaces/${job.namespace}/secrets`;
  return {
    async find(name) {
      const answer = await call('GET', `${path}/${name}`);
      if (answer.status === 404) return undefined;
      if (answer.status === 200) return keptMessage(content<V1Secret>(answer));
      // Never a permanent fault: a message that an earlier pod took may be in there.
      throw transient(answer, `did not show Secret ${name}`);
    },

    async create(name, message, owner) {
      const answer = await call('POST', path, JSON.stringify(secret(name, message, owner, jobName, job)));
      if (answer.status === 201) return 'created';
      if (alreadyExists(answer)) return 'exists';
      throw refusal(answer, `did not create Secret ${name}`);
    },

    async isFree(name) {
      const answer = await call('POST', `${path}?dryRun=All`, JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name } }));
      if (answer.status === 201) return true;
      if (alreadyExists(answer)) return false;
      throw refusal(answer, `did not say whether there is a Secret ${name}`);
    },
  };
}
