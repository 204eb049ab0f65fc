import { variableLimit } from './contract.ts';

/** Why no environment variable can have this value; `name` is for the limit, which counts it in. */
export function valueFault(name: string, value: string): string | undefined {
  if (value.includes('\0')) return 'holds a NUL, which no environment variable can';
  if (!value.isWellFormed()) return 'holds half of a surrogate pair, which UTF-8 cannot carry';
  if (isTooLong(name, value)) return `is over ${variableLimit} bytes with its name`;
  return undefined;
}

export function isTooLong(name: string, value: string): boolean {
  return Buffer.byteLength(name) + 1 + Buffer.byteLength(value) > variableLimit;
}
