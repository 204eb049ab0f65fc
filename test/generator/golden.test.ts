import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { faultText } from '../../generator/fault.ts';
import { generate } from '../../generator/generate.ts';
import { streamOf } from '../../generator/output/stream.ts';
import { settings } from './sample.ts';

const folder = join(import.meta.dirname, 'golden');
const update = process.env.UPDATE_GOLDEN === '1';

/** What a case's configmap.yaml becomes, and which file says so. Its settings.json changes the usual settings. */
async function outcome(path: string): Promise<{ file: 'expected.yaml' | 'expected.err'; text: string }> {
  const text = readFileSync(join(path, 'configmap.yaml'), 'utf8');
  const changed = existsSync(join(path, 'settings.json')) ? JSON.parse(readFileSync(join(path, 'settings.json'), 'utf8')) : {};
  const made = await generate([{ name: 'configmap.yaml', text }], { ...settings, ...changed });
  if ('value' in made) return { file: 'expected.yaml', text: streamOf(made.value) };
  return { file: 'expected.err', text: made.faults.map((fault) => `${faultText(fault)}\n`).join('') };
}

describe('generate: golden cases, one folder each', () => {
  it('are only rewritten on purpose, by UPDATE_GOLDEN=1 and never in CI', () => {
    expect(update && process.env.CI !== undefined).toBe(false);
  });

  it.each(readdirSync(folder))('%s', async (name) => {
    const made = await outcome(join(folder, name));
    const other = join(folder, name, made.file === 'expected.yaml' ? 'expected.err' : 'expected.yaml');
    if (update) writeFileSync(join(folder, name, made.file), made.text);
    if (update) rmSync(other, { force: true });
    expect(existsSync(other)).toBe(false);
    expect(made.text).toBe(readFileSync(join(folder, name, made.file), 'utf8'));
  });
});
