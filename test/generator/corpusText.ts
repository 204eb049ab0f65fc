import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What stands for so many times what. */
type Repeated = Record<string, [text: string, times: number]>;

/** What a case's files have short, and what it stands for: its case.json. */
export function repeatedIn(directory: string): [mark: string, whole: string][] {
  const file = join(directory, 'case.json');
  const { repeat = {} } = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { repeat: Repeated }) : {};
  return Object.entries(repeat).map(([mark, [text, times]]) => [mark, text.repeat(times)]);
}

/** A case's configmap.yaml at its full length. */
export function textOf(directory: string): string {
  const text = readFileSync(join(directory, 'configmap.yaml'), 'utf8');
  return repeatedIn(directory).reduce((short, [mark, whole]) => short.replaceAll(mark, whole), text);
}
