import type { Finding } from '../fault.ts';
import { exactlyOne } from './choice.ts';
import { when } from './finding.ts';
import { inPod } from './inPod.ts';
import { type Fields, isMap } from './json.ts';

/** Of annotations together, in bytes of UTF-8. */
const annotationsLimit = 256 * 1024;

export const podRules: Readonly<Record<string, (value: Fields) => Finding[]>> = {
  ObjectMeta: ({ annotations }) => {
    const bytes = Object.entries(isMap(annotations) ? annotations : {}).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
    return when(bytes > annotationsLimit, ['annotations'], `has ${bytes} bytes`, `at most ${annotationsLimit}`);
  },
  PodSpec: (value) => [...inPod(value), ...dns(value), ...hosts(value), ...sysctls(value), ...levels(value)],
  PodDNSConfig: ({ nameservers, searches }) => [
    ...when(count(nameservers) > 3, ['nameservers'], `has ${count(nameservers)} items`, 'at most 3'),
    ...when(count(searches) > 32, ['searches'], `has ${count(searches)} items`, 'at most 32'),
  ],
  PodResourceClaim: (value) => exactlyOne(value, ['resourceClaimName', 'resourceClaimTemplateName']),
};

function count(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

function dns({ dnsPolicy, dnsConfig }: Fields): Finding[] {
  const servers = isMap(dnsConfig) ? count(dnsConfig.nameservers) : 0;
  return when(dnsPolicy === 'None' && servers === 0, ['dnsConfig', 'nameservers'], 'is missing', 'dnsPolicy: None needs at least one');
}

function hosts({ hostUsers, hostNetwork, hostIPC, hostnameOverride, setHostnameAsFQDN }: Fields): Finding[] {
  return [
    ...when(hostUsers === false && hostNetwork === true, ['hostNetwork'], 'is true with hostUsers: false', 'one of them'),
    ...when(hostUsers === false && hostIPC === true, ['hostIPC'], 'is true with hostUsers: false', 'one of them'),
    ...when(
      hostnameOverride !== undefined && (setHostnameAsFQDN === true || hostNetwork === true),
      ['hostnameOverride'],
      'stands beside setHostnameAsFQDN or hostNetwork',
      'without them only',
    ),
  ];
}

/** Those of a namespace that the pod shares with its node are the node's. */
const namespaced = { hostIPC: /^(?:kernel[./](?:shm|msg|sem)|fs[./]mqueue[./])/, hostNetwork: /^net[./]/ };

function sysctls({ securityContext, ...spec }: Fields): Finding[] {
  const list = isMap(securityContext) && Array.isArray(securityContext.sysctls) ? (securityContext.sysctls as unknown[]) : [];
  return Object.entries(namespaced).flatMap(([key, names]) =>
    list.flatMap((item, index) =>
      when(
        spec[key] === true && isMap(item) && names.test(String(item.name)),
        ['securityContext', 'sysctls', index, 'name'],
        `stands beside ${key}: true`,
        'one of them',
      ),
    ),
  );
}

function levels({ resources }: Fields): Finding[] {
  if (!isMap(resources)) return [];
  const named = ['limits', 'requests'].flatMap((kind) =>
    Object.keys(isMap(resources[kind]) ? resources[kind] : {}).map((name) => [kind, name] as const),
  );
  return [
    ...when(resources.claims !== undefined, ['resources', 'claims'], 'is not for a pod', "for a container's resources only"),
    ...named.flatMap(([kind, name]) =>
      when(
        !/^(?:cpu|memory|hugepages-.*)$/.test(name),
        ['resources', kind, name],
        "is not for a pod's resources",
        'cpu, memory and hugepages-SIZE',
      ),
    ),
  ];
}
