import { canonicalQuantity } from '../entry/quantities.ts';
import type { Finding } from '../fault.ts';
import { exactlyOne, notBoth } from './choice.ts';
import { below, when } from './finding.ts';
import { type Fields, isMap } from './json.ts';

const key = "\\['[^']+'\\]";
const ofVariable = new RegExp(
  `^(?:metadata\\.(?:name|namespace|uid|(?:labels|annotations)${key})|spec\\.(?:nodeName|serviceAccountName)|status\\.(?:host|pod)IPs?)$`,
);
const ofFile = new RegExp(`^metadata\\.(?:name|namespace|uid|(?:labels|annotations)(?:${key})?)$`);
const resource = /^(?:limits|requests)\.(?:cpu|memory|ephemeral-storage|hugepages-.+)$/;
const divisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

export const environmentRules: Readonly<Record<string, (value: Fields) => Finding[]>> = {
  EnvVar: (value) => notBoth(value, 'value', 'valueFrom'),
  EnvVarSource: (value) => [
    ...exactlyOne(value, ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef']),
    ...fieldPath(
      value,
      ofVariable,
      "metadata.name, .namespace, .uid, .labels['KEY'] or .annotations['KEY'], spec.nodeName or .serviceAccountName, status.hostIP(s) or .podIP(s)",
    ),
    ...resourceOf(value),
  ],
  EnvFromSource: (value) => exactlyOne(value, ['configMapRef', 'secretRef']),
  DownwardAPIVolumeFile: (value) => [
    ...exactlyOne(value, ['fieldRef', 'resourceFieldRef']),
    ...fieldPath(value, ofFile, "metadata.name, .namespace, .uid, .labels, .annotations, .labels['KEY'] or .annotations['KEY']"),
    ...resourceOf(value),
    ...when(
      isMap(value.resourceFieldRef) && !value.resourceFieldRef.containerName,
      ['resourceFieldRef', 'containerName'],
      'is missing',
      "it must be a container's name",
    ),
  ],
};

function fieldPath({ fieldRef }: Fields, expression: RegExp, allowed: string): Finding[] {
  if (!isMap(fieldRef) || fieldRef.fieldPath === undefined) return [];
  return when(
    !expression.test(String(fieldRef.fieldPath)),
    ['fieldRef', 'fieldPath'],
    `${JSON.stringify(fieldRef.fieldPath)} is not valid`,
    `it must be ${allowed}`,
  );
}

function resourceOf({ resourceFieldRef }: Fields): Finding[] {
  if (!isMap(resourceFieldRef)) return [];
  const name = String(resourceFieldRef.resource ?? 'limits.cpu');
  const divisor = canonicalQuantity(String(resourceFieldRef.divisor ?? 0));
  const allowed = name.endsWith('.cpu') ? ['1', '1m'] : divisors;
  return below('resourceFieldRef', [
    ...when(
      !resource.test(name),
      ['resource'],
      `${JSON.stringify(name)} is not valid`,
      'it must be limits or requests, a dot, and cpu, memory, ephemeral-storage or hugepages-SIZE',
    ),
    ...when(divisor !== '0' && !allowed.includes(divisor), ['divisor'], `${divisor} is not valid`, `it must be ${allowed.join(', ')}`),
  ]);
}
