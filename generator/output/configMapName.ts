/** A ConfigMap as a kustomization records it: `[NAMESPACE/]NAME`. */
export interface ConfigMapName {
  /** Absent where the ConfigMap says none: whoever applies it does. */
  namespace?: string;
  name: string;
}

export function configMapName(text: string): ConfigMapName {
  const slash = text.indexOf('/');
  return slash < 0 ? { name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

/** Whether two texts may mean one ConfigMap: what says no namespace may be of any, as may what earlier versions recorded. */
export function mayBeOne(one: string, other: string): boolean {
  const [these, those] = [configMapName(one), configMapName(other)];
  if (these.name !== those.name) return false;
  return these.namespace === undefined || those.namespace === undefined || these.namespace === those.namespace;
}
