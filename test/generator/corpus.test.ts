import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { parseYaml } from '../../generator/configMap/placedText.ts';
import { readQuickly } from '../../generator/configMap/quickReader.ts';
import { type Reading, readConfigMaps } from '../../generator/configMap/reading.ts';
import { faultText } from '../../generator/fault.ts';
import { generate } from '../../generator/generate.ts';
import { repeatedIn, textOf } from './corpusText.ts';
import { settings } from './sample.ts';

/**
 * Awkward inputs, one folder each: `configmap.yaml` beside `expected.yaml`, which has the entries as they are read (what becomes of them
 * is in the golden cases), or `expected.err`. `case.json` says what is written short in the two. Those named bytes-* are no text, and
 * only for the command line.
 */
const folder = join(import.meta.dirname, 'corpus');
const golden = join(import.meta.dirname, 'golden');
const update = process.env.UPDATE_GOLDEN === '1';

const cases = readdirSync(folder).filter((name) => !name.startsWith('.') && !name.startsWith('bytes-'));

function entriesOf({ configMaps }: Reading): object[] {
  return configMaps.map(({ name, namespace, entries }) => ({
    name,
    ...(namespace === undefined ? {} : { namespace }),
    entries: Object.fromEntries(entries.map(({ key, entry }) => [key, entry])),
  }));
}

async function outcome(text: string): Promise<{ file: 'expected.yaml' | 'expected.err'; text: string }> {
  const sources = [{ name: 'configmap.yaml', text }];
  const made = await generate(sources, settings);
  if ('faults' in made) return { file: 'expected.err', text: made.faults.map((fault) => `${faultText(fault)}\n`).join('') };
  return { file: 'expected.yaml', text: `${JSON.stringify(entriesOf(readConfigMaps(sources, parseYaml)), null, 2)}\n` };
}

describe('generate: a corpus of awkward inputs', () => {
  it('has a stated outcome for every case', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });

  it.each(cases)('%s', async (name) => {
    const directory = join(folder, name);
    const made = await outcome(textOf(directory));
    const text = repeatedIn(directory).reduce((long, [mark, whole]) => long.replaceAll(whole, mark), made.text);
    const other = join(directory, made.file === 'expected.yaml' ? 'expected.err' : 'expected.yaml');
    if (update) writeFileSync(join(directory, made.file), text);
    if (update) rmSync(other, { force: true });
    expect(existsSync(other)).toBe(false);
    expect(text).toBe(readFileSync(join(directory, made.file), 'utf8'));
  });
});

describe('the quick reader, and the one with places', () => {
  const all = [...cases.map((name) => join(folder, name)), ...readdirSync(golden).map((name) => join(golden, name))];

  it.each(all)('agree wherever the quick one is sure: %s', (directory) => {
    const sources = [{ name: 'configmap.yaml', text: textOf(directory) }];
    const quick = readConfigMaps(sources, readQuickly);
    if (quick.faults.length > 0) return;
    const placed = readConfigMaps(sources, parseYaml);
    expect(placed.faults).toEqual([]);
    expect(isDeepStrictEqual(entriesOf(placed), entriesOf(quick))).toBe(true);
  });
});
