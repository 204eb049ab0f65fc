/** Syntaxes that Kubernetes demands, as regular expressions for the entry's schema. */
const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(?:\\.${label})*`;
const qualifiedName = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';

export const dnsLabelPattern = `^${label}$`;
export const dnsSubdomainPattern = `^${subdomain}$`;
export const labelKey = `(?:(?=[^/]{1,253}/)${subdomain}/)?${qualifiedName}`;
export const labelKeyPattern = `^${labelKey}$`;
export const labelValuePattern = `^(?:${qualifiedName})?$`;
/** Of a ConfigMap or Secret: `.` and what begins with `..` would be no file names in a volume. */
export const configKeyPattern = '^(?!\\.$|\\.\\.)[-._a-zA-Z0-9]+$';
/** Any printable ASCII but `=`, as since Kubernetes 1.31. */
export const environmentNamePattern = '^[ -<>-~]+$';

/** Of every object's name. */
export const nameLimit = 253;

/**
 * A Job's name may have 63 characters. KEDA appends a dash and five of its own, and silently cuts what is too long; with the runner `job`
 * the processor's Job has a dash and a UUID behind it. In a batch the pods' host names, which are DNS labels, end in a dash and an index.
 */
export const jobNameLimits = { exec: 57, job: 26, batch: 56 } as const;

/** Objects that a ConfigMap's entries in one namespace share bear its name, so that two ConfigMaps never own the same object. */
export function launcherName(configMap: string): string {
  return `${configMap}-launcher`;
}

/** The longest name of a ConfigMap whose shared objects still have valid names; the longest suffix is that of a broker's authentication. */
export const configMapNameLimit = nameLimit - '-event-jobs-broker-tls'.length;

/** Order by UTF-16 code units: the same on every machine, whatever its locale. */
export function byName(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

export function sortedByName<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([one], [other]) => byName(one, other)));
}

/** The same value, its maps at every depth sorted by name: what a user wrote in another order comes out as the same bytes. */
export function deeplySorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deeplySorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(sortedByName(value as Record<string, unknown>)).map(([name, inner]) => [name, deeplySorted(inner)]),
  );
}
