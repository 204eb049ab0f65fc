import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../generator/settings.ts';
import { textOf } from '../generator/corpusText.ts';
import { settings } from '../generator/sample.ts';

export interface Case {
  name: string;
  text: string;
  settings: Settings;
}

const generator = join(import.meta.dirname, '../generator');

/** The golden cases and the corpus's but for those that are no text. */
export function cases(): Case[] {
  const names = ['golden', 'corpus'].flatMap((folder) => readdirSync(join(generator, folder)).map((name) => `${folder}/${name}`));
  return names.filter((name) => !/\/(?:\.|bytes-)/.test(name)).map(read);
}

function read(name: string): Case {
  const directory = join(generator, name);
  const changes = join(directory, 'settings.json');
  const changed = existsSync(changes) ? JSON.parse(readFileSync(changes, 'utf8')) : {};
  return { name, text: textOf(directory), settings: { ...settings, ...changed } };
}
