import { contractVariables, coveredBy, type LaunchSettings, refusedVariables, variableLimit } from './contract.ts';

type Rules = LaunchSettings['messageEnvironment'];

/** The variables that a message brings, decoded; or why the first bad one of them is bad, named by its place alone. */
export function readEnvironment(
  sent: Readonly<Record<string, string>>,
  rules: Rules,
): { environment: ReadonlyMap<string, string> } | { bad: string } {
  const environment = new Map<string, string>();
  let place = 0;
  for (const [name, text] of Object.entries(sent)) {
    place++;
    const value = readVariable(name, text, rules);
    if ('bad' in value) return { bad: `environment: variable ${place} ${value.bad}` };
    environment.set(name, value.plain);
  }
  return { environment };
}

type Value = { readonly plain: string } | { readonly bad: string };

function readVariable(name: string, text: string, rules: Rules): Value {
  const badName = nameFault(name, rules);
  if (badName !== undefined) return { bad: badName };
  const value = rules.encoding === 'base64' ? fromBase64(text) : { plain: text };
  const bad = 'plain' in value ? valueFault(name, value.plain) : undefined;
  return bad === undefined ? value : { bad };
}

function nameFault(name: string, { allow }: Rules): string | undefined {
  if (!isSecretKey(name)) return 'has a name that no Secret key can have: 1 to 253 of A-Z a-z 0-9 - _ . and not . or .. in front';
  const contract = coveredBy(name, contractVariables);
  if (contract !== undefined) return `is ${contract}, which the contract sets`;
  const refused = coveredBy(name, refusedVariables);
  if (refused !== undefined) return `is ${refused}, which a message must not set`;
  if (coveredBy(name, allow) === undefined) return "is not among those that the entry's messageEnvironment allows";
  return undefined;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function fromBase64(text: string): Value {
  const bytes = Buffer.from(text, 'base64');
  // Buffer passes over what is not base64; only what is comes out as it went in.
  if (bytes.toString('base64') !== text) return { bad: 'is not base64 (RFC 4648, padded, without white space)' };
  try {
    return { plain: utf8.decode(bytes) };
  } catch {
    return { bad: 'is base64 of what is not UTF-8' };
  }
}

function valueFault(name: string, value: string): string | undefined {
  if (value.includes('\0')) return 'holds a NUL, which no environment variable can';
  if (!value.isWellFormed()) return 'holds half of a surrogate pair, which UTF-8 cannot carry';
  if (Buffer.byteLength(`${name}=${value}`) > variableLimit) return `is over ${variableLimit} bytes with its name`;
  return undefined;
}

/** As the API server checks it (IsConfigMapKey in k8s.io/apimachinery). */
function isSecretKey(name: string): boolean {
  return /^[-._a-zA-Z0-9]{1,253}$/.test(name) && name !== '.' && !name.startsWith('..');
}
