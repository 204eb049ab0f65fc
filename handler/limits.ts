/** What is too large to be kept and handed over. Sizes are in bytes; a reason says those alone. */
import { environmentLimit, secretLimit } from './contract.ts';

type Values = ReadonlyMap<string, string>;

/** etcd takes requests of 1.5 MiB (its --max-request-bytes); this leaves room for an object's metadata. */
const etcdLimit = 1_468_006;

/** Of a Job: half of that, as all the rest of it comes beside the names. */
const jobLimit = 786_432;

const bytes = Buffer.byteLength;

export function secretFault(kept: Values): string | undefined {
  if (!fitsSecret(kept)) return `the message takes ${secretBytes(kept)} bytes in a Secret; ${secretLimit} are allowed`;
  // A key stands in the Secret and in its managedFields; 32: what is around it in both.
  const stored = sum(kept, (name, value) => 2 * bytes(name) + bytes(value) + 32);
  return stored > etcdLimit ? 'the message has more variables than a Secret has room for' : undefined;
}

export function fitsSecret(kept: Values): boolean {
  return secretBytes(kept) <= secretLimit;
}

/** What counts towards MaxSecretSize: the values alone. */
function secretBytes(kept: Values): number {
  return sum(kept, (_, value) => bytes(value));
}

/** As execve counts them, each with its equals sign and its NUL. */
export function variablesFault(variables: Values): string | undefined {
  const size = sum(variables, (name, value) => bytes(name) + bytes(value) + 2);
  return size > environmentLimit ? `the message's variables take ${size} bytes; ${environmentLimit} are allowed` : undefined;
}

/** A processor's own Job names every variable twice, and its managedFields once more; 256: what is around them. */
export function jobFault(variables: Values): string | undefined {
  const size = sum(variables, (name) => 3 * bytes(name) + 256);
  return size > jobLimit ? 'the message has more variables than a Job has room for' : undefined;
}

function sum(entries: Values, size: (name: string, value: string) => number): number {
  let total = 0;
  for (const [name, value] of entries) total += size(name, value);
  return total;
}
