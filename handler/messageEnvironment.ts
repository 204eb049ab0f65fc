import { base64Bytes } from './base64.ts';
import { contractVariables, coveredBy, type LaunchSettings, refusedVariables } from './contract.ts';
import { textOf } from './text.ts';
import { valueFault } from './variable.ts';

type Rules = Pick<LaunchSettings, 'messageEnvironment' | 'runner'>;

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
  const value = rules.messageEnvironment.encoding === 'base64' ? fromBase64(text) : { plain: text };
  const bad = 'plain' in value ? valueFault(name, value.plain) : undefined;
  return bad === undefined ? value : { bad };
}

function nameFault(name: string, { messageEnvironment, runner }: Rules): string | undefined {
  if (!isSecretKey(name)) return 'has a name that no Secret key can have: 1 to 253 of A-Z a-z 0-9 - _ . and not . or .. in front';
  if (runner === 'job' && !isJobVariable(name)) return "begins with a digit, as no variable of a Job's may";
  const contract = coveredBy(name, contractVariables);
  if (contract !== undefined) return `is ${contract}, which the contract sets`;
  const refused = coveredBy(name, refusedVariables);
  if (refused !== undefined) return `is ${refused}, which a message must not set`;
  if (coveredBy(name, messageEnvironment.allow) === undefined) return "is not among those that the entry's messageEnvironment allows";
  return undefined;
}

function fromBase64(encoded: string): Value {
  const bytes = base64Bytes(encoded);
  if (bytes === undefined) return { bad: 'is not base64 (RFC 4648, padded, without white space)' };
  const plain = textOf(bytes);
  return plain === undefined ? { bad: 'is base64 of what is not UTF-8' } : { plain };
}

/** As the API server checks it (IsConfigMapKey in k8s.io/apimachinery). */
function isSecretKey(name: string): boolean {
  return /^[-._a-zA-Z0-9]{1,253}$/.test(name) && name !== '.' && !name.startsWith('..');
}

/** As the API server checks it up to Kubernetes 1.33, for `env` of a container (IsEnvVarName): the runner `exec` sets variables without asking it. */
function isJobVariable(name: string): boolean {
  return !/^\d/.test(name);
}
