/** What a check looks for, by the names that stand in its output; part of the public output. */
export const rules = {
  'event-jobs/configmap': 'The ConfigMaps and their queue entries say what manifests can be made of',
  'event-jobs/directory': 'The directory is one that event-jobs generate has written, or may write',
  'event-jobs/difference': 'The directory holds what event-jobs generate makes of the ConfigMaps',
  'event-jobs/version': 'Kubernetes and KEDA are of versions that the manifests are made for',
  'event-jobs/namespace': 'The namespaces of the entries exist',
  'event-jobs/rejection': 'The API server takes the manifests, and the Jobs and pods that come of them',
  'event-jobs/rights': 'Whoever checks may ask the API server about all of it',
  'event-jobs/server-warning': 'The API server has nothing to remark on what it takes',
  'event-jobs/broker-secret': "The Secrets with the broker's credentials exist",
} as const;

export type Rule = keyof typeof rules;
