import { ApiException, CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { type ClusterChoice, kubeConfig as read } from '../../handler/operator/kubeconfig.ts';
import { Refusal } from '../../handler/refusal.ts';
import { Failure } from '../failure.ts';
import { ConfigError } from '../fault.ts';
import type { Cluster } from './liveConfigMaps.ts';

/** How many ConfigMaps, of up to 1 MiB each, come in one answer. */
const pageSize = 50;

/** The cluster of a kubeconfig. Throws a ConfigError where there is none; its methods a Failure where the server refuses or does not answer. */
export function cluster(access: ClusterChoice): Cluster {
  const config = kubeConfig(access);
  const core = config.makeApiClient(CoreV1Api);
  const where = `${config.getCurrentCluster()?.server} (context ${config.getCurrentContext()})`;
  return {
    configMap: (name, namespace) => asked(where, 404, () => core.readNamespacedConfigMap({ name, namespace })),
    labelled: (labelSelector, from) =>
      asked(where, 410, async () => {
        const list = await core.listConfigMapForAllNamespaces({ labelSelector, limit: pageSize, ...(from && { _continue: from }) });
        return { items: list.items, next: list.metadata?._continue };
      }),
  };
}

/** Throws a ConfigError where no cluster is named. */
export function kubeConfig(access: ClusterChoice): KubeConfig {
  try {
    return read(access);
  } catch (error) {
    throw error instanceof Refusal ? new ConfigError(error.message, { cause: error.cause }) : error;
  }
}

/** What the server says, or undefined where it answers with the one status that is an answer, too. */
async function asked<T>(where: string, status: number, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof ApiException)) throw new Failure(`the cluster at ${where} does not answer: ${innermost(cause)}`, { cause });
    if (cause.code === status) return undefined;
    throw new Failure(`the cluster at ${where} refuses: ${saidBy(cause)}`, { cause });
  }
}

function innermost(error: unknown): string {
  const { cause, message, code } = error as Error & { code?: string };
  return cause === undefined ? message || String(code) : innermost(cause);
}

/** The message of the API server's Status, which names user, verb and resource. */
function saidBy({ code, body }: ApiException<unknown>): string {
  try {
    const { message } = (typeof body === 'string' ? JSON.parse(body) : body) as { message?: string };
    return message ?? `status ${code}`;
  } catch {
    return `status ${code}`;
  }
}
