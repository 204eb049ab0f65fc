import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const folder = join(import.meta.dirname, 'golden');

export const base = parse(readFileSync(join(import.meta.dirname, 'base.yaml'), 'utf8')) as object;

/** A case's patch, and the pod template that it is for: base.yaml unless it has its own. */
export function goldenCase(name: string): { base: object; patch: unknown } {
  const own = join(folder, name, 'base.yaml');
  return {
    base: existsSync(own) ? (parse(readFileSync(own, 'utf8')) as object) : base,
    patch: parse(readFileSync(join(folder, name, 'patch.yaml'), 'utf8')),
  };
}
