/** Syntaxes that Kubernetes demands, as regular expressions for the entry's schema. */
const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(?:\\.${label})*`;
const qualifiedName = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';

export const dnsLabelPattern = `^${label}$`;
export const dnsSubdomainPattern = `^${subdomain}$`;
export const labelKeyPattern = `^(?:(?=[^/]{1,253}/)${subdomain}/)?${qualifiedName}$`;
export const labelValuePattern = `^(?:${qualifiedName})?$`;
export const configKeyPattern = '^[-._a-zA-Z0-9]+$';
/** Any printable ASCII but `=`, as since Kubernetes 1.31. */
export const environmentNamePattern = '^[ -<>-~]+$';

/** Of every object's name. */
export const nameLimit = 253;

/** KEDA appends a dash and five characters for a Job's name, which may have 63; beyond that it silently cuts. */
export const jobNameLimit = 57;

/** Objects that a ConfigMap's entries in one namespace share bear its name, so that two ConfigMaps never own the same object. */
export function launcherName(configMap: string): string {
  return `${configMap}-launcher`;
}

export function brokerName(configMap: string): string {
  return `${configMap}-broker`;
}

/** The longest name of a ConfigMap whose shared objects still have valid names. */
export const configMapNameLimit = nameLimit - launcherName('').length;

/** Order by UTF-16 code units: the same on every machine, whatever its locale. */
export function byName(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

export function sortedByName<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([one], [other]) => byName(one, other)));
}
