import type { V1Job, V1Secret } from '@kubernetes/client-node';
import { labels } from '../../../handler/contract.ts';
import { eventually } from '../../eventually.ts';
import { batch, core } from '../cluster.ts';

/**
 * What must not be left of an entry: a processor's Job that cannot work or does not end, a Secret without a message or an owner. Waits
 * for those that are on their way out.
 */
export async function orphans(namespace: string, jobName: string): Promise<string[]> {
  let left: string[] = [];
  const none = async () => {
    left = await orphansNow(namespace, `${labels.entry}=${jobName}`);
    return left.length === 0;
  };
  await eventually('nothing is left behind', none, 15).catch(() => {});
  return left;
}

async function orphansNow(namespace: string, labelSelector: string): Promise<string[]> {
  const [jobs, secrets] = await Promise.all([
    batch.listNamespacedJob({ namespace, labelSelector }),
    core.listNamespacedSecret({ namespace, labelSelector }),
  ]);
  const messages = new Set(secrets.items.filter(isMessage).map(({ metadata }) => metadata?.name));
  const uids = new Set(jobs.items.map(({ metadata }) => metadata?.uid));
  const processors = jobs.items.filter(({ metadata }) => metadata?.labels?.[labels.launcher] !== undefined);
  const named = (kind: string, objects: readonly (V1Job | V1Secret)[], what: string) =>
    objects.map(({ metadata }) => `${kind} ${metadata?.name} ${what}`);
  return [
    ...named(
      'Job',
      processors.filter(({ metadata }) => !messages.has(metadata?.name)),
      'has no Secret',
    ),
    ...named(
      'Job',
      processors.filter((job) => !isOver(job)),
      'is not over',
    ),
    ...named(
      'Secret',
      secrets.items.filter((secret) => !isMessage(secret)),
      'has no message',
    ),
    ...named(
      'Secret',
      secrets.items.filter(({ metadata }) => !uids.has(metadata?.ownerReferences?.[0]?.uid)),
      'has no owner',
    ),
  ];
}

function isMessage({ data }: V1Secret): boolean {
  return data?.MESSAGE !== undefined;
}

function isOver({ status }: V1Job): boolean {
  return (status?.conditions ?? []).some(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True');
}
