/** What an object is to the API server: where requests about it go, and what rights on it are about. */
export interface Resource {
  group: string;
  version: string;
  plural: string;
}

interface Named {
  apiVersion: string;
  kind: string;
  metadata: { name?: string; namespace?: string };
}

/** Of all kinds that are ever asked about. */
const plurals: Readonly<Record<string, string>> = {
  ClusterTriggerAuthentication: 'clustertriggerauthentications',
  ConfigMap: 'configmaps',
  Job: 'jobs',
  NetworkPolicy: 'networkpolicies',
  Pod: 'pods',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  ScaledJob: 'scaledjobs',
  ServiceAccount: 'serviceaccounts',
  TriggerAuthentication: 'triggerauthentications',
};

export function resourceOf({ apiVersion, kind }: Named): Resource {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const plural = plurals[kind];
  if (plural === undefined) throw new Error(`${kind} is no kind that is ever generated`);
  return { group, version, plural };
}

/** Of all objects of its kind in its namespace: where a new one goes. */
export function collectionPath(object: Named): string {
  const { group, version, plural } = resourceOf(object);
  const { namespace } = object.metadata;
  return [group === '' ? '/api' : `/apis/${group}`, version, ...(namespace === undefined ? [] : ['namespaces', namespace]), plural].join(
    '/',
  );
}

export function objectPath(object: Named): string {
  return `${collectionPath(object)}/${object.metadata.name}`;
}
