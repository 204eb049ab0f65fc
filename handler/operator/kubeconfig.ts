import { KubeConfig } from '@kubernetes/client-node';
import { Refusal } from '../refusal.ts';

export interface ClusterChoice {
  /** In place of the kubeconfig's current one. */
  readonly context?: string;
  /** In place of $KUBECONFIG and ~/.kube/config. */
  readonly kubeconfig?: string;
}

/** Throws a Refusal where no cluster is named. */
export function kubeConfig({ context, kubeconfig }: ClusterChoice): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (cause) {
    throw new Refusal(`the kubeconfig cannot be read: ${(cause as Error).message}`, { cause });
  }
  // What the client makes up where there is no kubeconfig.
  if (config.getCurrentContext() === 'loaded-context')
    throw new Refusal('there is no kubeconfig: neither $KUBECONFIG nor ~/.kube/config names a cluster; --kubeconfig does');
  if (context !== undefined) config.setCurrentContext(context);
  if (config.getCurrentCluster() !== null) return config;
  const contexts = config.getContexts().map(({ name }) => name);
  const wanted = config.getCurrentContext() || '(none is current)';
  throw new Refusal(`the kubeconfig has no context ${wanted}; it has: ${contexts.join(', ') || 'none'}`);
}

/** Where a command works that is told no namespace, as with kubectl. */
export function ownNamespace(config: KubeConfig): string {
  return config.getContextObject(config.getCurrentContext())?.namespace ?? 'default';
}
