import { readFileSync } from 'node:fs';
import { ConfigError } from './fault.ts';

/** The text of a file, `-` being standard input. Throws a ConfigError where it cannot be read or is no UTF-8. */
export function readText(file: string): string {
  return decoded(file, contents(file));
}

function contents(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (cause) {
    throw new ConfigError(`${nameOf(file)}: cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function decoded(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ConfigError(`${nameOf(file)}: is not UTF-8`, { cause });
  }
}

export function nameOf(file: string): string {
  return file === '-' ? '<stdin>' : file;
}
