import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../generator/settings.ts';
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

/** What is written short in a case's files stands for something long, as its case.json says. */
function read(name: string): Case {
  const json = (file: string) => {
    const path = join(generator, name, file);
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  };
  const short = readFileSync(join(generator, name, 'configmap.yaml'), 'utf8');
  const repeated = Object.entries<[string, number]>(json('case.json').repeat ?? {});
  const text = repeated.reduce((longer, [mark, [piece, times]]) => longer.replaceAll(mark, piece.repeat(times)), short);
  return { name, text, settings: { ...settings, ...json('settings.json') } };
}
