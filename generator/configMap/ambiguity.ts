import {
  boolYaml11Tag,
  floatCoreTag,
  floatYaml11Tag,
  intYaml11Tag,
  NOT_RESOLVED,
  nullYaml11Tag,
  type ScalarTagDefinition,
  timestampTag,
} from 'js-yaml';

/** Only such texts can be more than text to YAML 1.1; what is not worth a second look is most of a file. */
const suspicious = /^(?:[-+.\d].*|y|yes|n|no|on|off|<<)$/i;

/** As kubectl reads them, which takes `1e3` for a number although YAML 1.1 wants a sign in its exponent. */
const scalars11: ScalarTagDefinition[] = [nullYaml11Tag, boolYaml11Tag, intYaml11Tag, floatYaml11Tag, floatCoreTag, timestampTag];

/**
 * Whether a plain scalar says one thing to YAML 1.2, which reads it here, and another to YAML 1.1, which kubectl and many editors read:
 * `no` is text or false, `017` is 17 or 15, `1_000` is text or 1000.
 */
export function ambiguity(source: string, value: unknown): { problem: string; allowed: string } | undefined {
  if (!suspicious.test(source)) return undefined;
  if (source === '<<') return { problem: 'merge keys (<<) are not read', allowed: 'write the keys out' };
  const old = readAs11(source);
  const same = typeof value === 'string' && typeof old !== 'string' && old !== null ? String(old) === value : Object.is(old, value);
  if (same) return undefined;
  const allowed = typeof value === 'number' ? `write ${value}, or quote it where it is text` : `quote it: "${source}"`;
  return { problem: `${source} is not the same in YAML 1.1 and 1.2`, allowed };
}

function readAs11(source: string): unknown {
  const values = scalars11.map(({ resolve, tagName }) => resolve(source, false, tagName));
  return values.find((value) => value !== NOT_RESOLVED) ?? source;
}
