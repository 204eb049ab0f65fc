import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { defaults } from '../../../generator/entry/entry.ts';
import { generate } from '../../../generator/generate.ts';
import { starter } from '../../../generator/init/starterEntry.ts';
import { starterFiles } from '../../../generator/init/starterFiles.ts';
import { writeNew } from '../../../generator/init/writeNew.ts';
import { keys } from '../../../generator/schema/keys.ts';
import { settings } from '../sample.ts';

const { 'configmap.yaml': configMap = '', 'kustomization.yaml': kustomization = '' } = starterFiles();
const uncommented = (key: string) => configMap.replace(`    #${key}: `, `    ${key}: `);
const entryOf = (text: string) => load((load(text) as { data: Record<string, string> }).data['my-queue'] ?? '') as Record<string, unknown>;
const generated = (text: string) => generate([{ name: 'configmap.yaml', text }], settings);
const others = keys.filter((key) => !Object.hasOwn(starter, key));

describe("init's ConfigMap", () => {
  it('generates as it is', async () => {
    expect(await generated(configMap)).toHaveProperty('value');
    expect(entryOf(configMap)).toEqual(starter);
  });

  it('lets a message set no variable', () => {
    expect(entryOf(configMap).messageEnvironment).toEqual([]);
  });

  it('has every key, in the entry or as a comment', () => {
    for (const key of keys) expect([key, configMap.match(new RegExp(`^    #?${key}: `, 'gm'))?.length]).toEqual([key, 1]);
  });

  it.each(others)('generates, too, where the # of one key is taken away: %s', async (key) => {
    expect(Object.keys(entryOf(uncommented(key)))).toEqual([...Object.keys(starter), key]);
    expect(await generated(uncommented(key))).toHaveProperty('value');
  });

  const empty = (value: unknown) => typeof value === 'object' && Object.keys(value as object).length === 0;
  const usual = others.filter((key) => Object.hasOwn(defaults, key) && !empty(defaults[key as keyof typeof defaults]));
  it.each(usual)('shows the default of %s, which changes nothing', async (key) => {
    expect(await generated(uncommented(key))).toEqual(await generated(configMap));
  });
});

describe('init', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'event-jobs-init-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes the directory that is missing', () => {
    writeNew(join(folder, 'a/b'), starterFiles(), []);
    expect(readdirSync(join(folder, 'a/b')).sort()).toEqual(['configmap.yaml', 'kustomization.yaml']);
    expect(readFileSync(join(folder, 'a/b/kustomization.yaml'), 'utf8')).toBe(kustomization);
  });

  it('overwrites nothing, names all that is there, and leaves the rest unwritten', () => {
    writeFileSync(join(folder, 'kustomization.yml'), 'mine');
    mkdirSync(join(folder, 'configmap.yaml'));
    const write = () => writeNew(folder, starterFiles(), ['kustomization.yml']);
    expect(write).toThrow(/configmap\.yaml: is there already.*\n.*kustomization\.yml: is there already/);
    expect(readdirSync(folder).sort()).toEqual(['configmap.yaml', 'kustomization.yml']);
    expect(readFileSync(join(folder, 'kustomization.yml'), 'utf8')).toBe('mine');
  });
});
