/** No eviction of work under way by autoscalers. */
export const stayAnnotations = {
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
  'karpenter.sh/do-not-disrupt': 'true',
};

/** For those meshes that are told by annotations: no proxy in the pod. */
export const meshAnnotations = {
  'consul.hashicorp.com/connect-inject': 'false',
  'kuma.io/sidecar-injection': 'disabled',
  'linkerd.io/inject': 'disabled',
  'sidecar.istio.io/inject': 'false',
};
