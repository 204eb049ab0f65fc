import fc from 'fast-check';
import { contractVariables } from '../../../handler/contract.ts';
import { subdomain, text } from './scalars.ts';

const { constantFrom, oneof, boolean, record, dictionary, uniqueArray } = fc;

const environmentName = oneof(
  constantFrom('A', 'spring.datasource.url', 'with space', '-', '#', '9'),
  fc.stringMatching(/^[A-Z_]{1,12}$/),
).filter((name) => !(contractVariables as readonly string[]).includes(name));
const reference = record(
  { name: subdomain, key: constantFrom('a', 'a.b_C-d', '..a'), optional: boolean() },
  { requiredKeys: ['name', 'key'] },
);
const valueFrom = oneof(
  reference.map((configMapKeyRef) => ({ configMapKeyRef })),
  reference.map((secretKeyRef) => ({ secretKeyRef })),
  constantFrom(
    'metadata.name',
    'metadata.namespace',
    'metadata.uid',
    "metadata.labels['example.com/a']",
    "metadata.annotations['a']",
    'spec.nodeName',
    'spec.serviceAccountName',
    'status.hostIP',
    'status.hostIPs',
    'status.podIP',
    'status.podIPs',
  ).map((fieldPath) => ({ fieldRef: { fieldPath } })),
  record({ resource: constantFrom('limits.cpu', 'requests.cpu'), divisor: constantFrom('1', 1, '1m') }, { requiredKeys: ['resource'] }).map(
    (resourceFieldRef) => ({ resourceFieldRef }),
  ),
  record({ resource: constantFrom('limits.memory', 'requests.ephemeral-storage'), divisor: constantFrom('1', '1Mi', '1M', '1024Ki') }).map(
    (resourceFieldRef) => ({ resourceFieldRef }),
  ),
);
const variable = oneof(
  record({ name: environmentName, value: text }),
  record({ name: environmentName, valueFrom }),
  record({ name: environmentName }),
);
export const environment = oneof(
  dictionary(environmentName, text, { maxKeys: 5, noNullPrototype: true }),
  uniqueArray(variable, { maxLength: 5, selector: ({ name }) => name }),
);
